-- Read models: nothing here is true by itself, all of it is made from evlog.event and can be made
-- again. A rebuild fills rows of a new generation beside those that are read, then `projection`
-- names the new one. Names sort by their bytes, as the program sorts them.
SET LOCAL ROLE evlog_owner;
CREATE SCHEMA shardfit_read;

CREATE TABLE shardfit_read.projection (                    -- one row: whoever projects holds it
  id         int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  generation int NOT NULL                                  -- the one that is read
);

CREATE TABLE shardfit_read.projection_progress (
  generation   int    PRIMARY KEY,
  code_version int    NOT NULL,                            -- of the program that made the rows
  position     bigint NOT NULL CHECK (position >= 0)       -- last entry whose effect they show
) WITH (fillfactor = 10);
INSERT INTO shardfit_read.projection VALUES (1, 0);
INSERT INTO shardfit_read.projection_progress VALUES (0, 0, 0);  -- of no program: the first one rebuilds

CREATE TABLE shardfit_read.plan (                          -- the current plan of each deployment
  generation     int         NOT NULL,
  deployment     text COLLATE "C" NOT NULL,
  file_name      text        NOT NULL,
  raw_digest     text        NOT NULL,
  plan_digest    text        NOT NULL,
  origin         text        NOT NULL,
  plan_position  bigint      NOT NULL,
  archived       boolean     NOT NULL,
  last_position  bigint      NOT NULL,
  last_at        timestamptz NOT NULL,
  last_type      text        NOT NULL,
  last_by        text        NOT NULL,
  PRIMARY KEY (generation, deployment)
);

CREATE TABLE shardfit_read.verdict (                       -- on the current plan, one for each margin
  generation     int         NOT NULL,
  deployment     text COLLATE "C" NOT NULL,
  margin         text        NOT NULL,                     -- empty for the plan's own
  position       bigint      NOT NULL,
  judged_at      timestamptz NOT NULL,
  result         text        NOT NULL,
  rule_set       int         NOT NULL,
  engine_version text        NOT NULL,
  findings       text        NOT NULL,                     -- codes, the heaviest first
  gpus_required  bigint,
  gpus_available bigint,
  budget_bytes   bigint,
  expected_bytes bigint,
  high_bytes     bigint,
  PRIMARY KEY (generation, deployment, margin)
);

CREATE TABLE shardfit_read.approval_round (                -- requests for approval
  generation       int         NOT NULL,
  deployment       text COLLATE "C" NOT NULL,
  environment      text COLLATE "C" NOT NULL,
  round            int         NOT NULL,
  position         bigint      NOT NULL,
  requested_at     timestamptz NOT NULL,
  requested_by     text        NOT NULL,
  plan_digest      text        NOT NULL,
  verdict_position bigint      NOT NULL,
  policy_version   bigint      NOT NULL,
  needed           int         NOT NULL,
  PRIMARY KEY (generation, deployment, environment, round)
);

CREATE TABLE shardfit_read.approval_waiver (               -- on which a round rests or rested
  generation  int  NOT NULL,
  environment text COLLATE "C" NOT NULL,
  waiver      text COLLATE "C" NOT NULL,
  deployment  text COLLATE "C" NOT NULL,
  round       int  NOT NULL,
  PRIMARY KEY (generation, environment, waiver, deployment, round)
);
CREATE INDEX approval_waiver_deployment ON shardfit_read.approval_waiver (generation, deployment);

-- How a round stands from when to when, and below how the place stands in which it was asked for.
CREATE TABLE shardfit_read.approval_interval (
  generation  int         NOT NULL,
  deployment  text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  round       int         NOT NULL,
  from_time   timestamptz NOT NULL,
  until_time  timestamptz,                                 -- the first instant beyond; none known if empty
  standing    text        NOT NULL,
  instant     timestamptz,                                 -- when it ends, or since when it stands so
  given       int,
  needed      int,
  PRIMARY KEY (generation, deployment, environment, round, from_time)
);
CREATE INDEX approval_interval_pending ON shardfit_read.approval_interval (generation, from_time, until_time)
  WHERE standing = 'PENDING';

CREATE TABLE shardfit_read.place_interval (
  generation  int         NOT NULL,
  deployment  text COLLATE "C" NOT NULL,
  environment text COLLATE "C" NOT NULL,
  from_time   timestamptz NOT NULL,
  until_time  timestamptz,
  standing    text        NOT NULL,
  instant     timestamptz,
  given       int,
  needed      int,
  PRIMARY KEY (generation, deployment, environment, from_time)
);

CREATE TABLE shardfit_read.readiness_day (                 -- the verdict when a day ended (UTC), if it changed
  generation int    NOT NULL,
  deployment text COLLATE "C" NOT NULL,
  margin     text   NOT NULL,
  day        date   NOT NULL,
  until_day  date,                                         -- the first day at whose end it stood no more
  result     text   NOT NULL,
  rule_set   int    NOT NULL,
  position   bigint NOT NULL,
  PRIMARY KEY (generation, deployment, margin, day)
);
CREATE INDEX readiness_day_day ON shardfit_read.readiness_day (generation, day) INCLUDE (until_day, result)
  WHERE margin = '';

CREATE TABLE shardfit_read.environment (
  generation     int    NOT NULL,
  environment    text COLLATE "C" NOT NULL,
  version        bigint NOT NULL,
  policy_version bigint NOT NULL,
  margin         text   NOT NULL,                          -- empty for the plans' own
  needed         int    NOT NULL,
  PRIMARY KEY (generation, environment)
);

CREATE TABLE shardfit_read.waiver (
  generation  int         NOT NULL,
  environment text COLLATE "C" NOT NULL,
  position    bigint      NOT NULL,                        -- of the grant
  waiver      text        NOT NULL,
  finding     text        NOT NULL,
  plan_digest text,
  reason      text        NOT NULL,
  from_time   timestamptz NOT NULL,
  until_time  timestamptz NOT NULL,
  requester   text        NOT NULL,
  granter     text        NOT NULL,
  ticket      text,
  revoked_at  timestamptz,
  PRIMARY KEY (generation, environment, position)
);

GRANT USAGE ON SCHEMA shardfit_read TO evlog_writer, evlog_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA shardfit_read TO evlog_writer, evlog_reader;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shardfit_read TO evlog_writer;
REVOKE INSERT, DELETE ON shardfit_read.projection FROM evlog_writer;
RESET ROLE;
