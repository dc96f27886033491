-- What is kept of people, outside the log so that it can be erased: the log knows only their ids.
SET LOCAL ROLE evlog_owner;
CREATE SCHEMA shardfit_account;

CREATE TABLE shardfit_account.person (
  id        text COLLATE "C" PRIMARY KEY,                  -- usr_ and a digest of issuer and subject
  name      text        NOT NULL,
  email     text,
  last_seen timestamptz NOT NULL
);

CREATE TABLE shardfit_account.session (
  secret           text        PRIMARY KEY,                -- the digest of the cookie
  person           text COLLATE "C" NOT NULL,
  authenticated_at timestamptz NOT NULL,
  expires          timestamptz NOT NULL
);
CREATE INDEX session_person ON shardfit_account.session (person);
CREATE INDEX session_expires ON shardfit_account.session (expires);

CREATE TABLE shardfit_account.token_use (
  prefix    text COLLATE "C" PRIMARY KEY,
  last_used timestamptz NOT NULL
);

GRANT USAGE ON SCHEMA shardfit_account TO evlog_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shardfit_account TO evlog_writer;
RESET ROLE;
