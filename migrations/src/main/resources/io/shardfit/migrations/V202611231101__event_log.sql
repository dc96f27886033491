-- The log. `event.entry` is the only truth; the columns beside it and the leaf hash are copies for
-- indexes and constraints.
SET LOCAL ROLE evlog_owner;
CREATE SCHEMA evlog;

CREATE TABLE evlog.document (                              -- content addressed, written once
  digest     bytea PRIMARY KEY CHECK (digest = sha256(bytes)),
  media_type text  NOT NULL,
  bytes      bytea NOT NULL CHECK (octet_length(bytes) <= 1048576),
  stored_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE evlog.event (
  position       bigint PRIMARY KEY CHECK (position > 0),  -- gapless, in the order of commits
  event_id       uuid   NOT NULL UNIQUE,
  stream_id      text   NOT NULL                           -- counted repetition would cost a tenth of an append
                 CHECK (stream_id ~ '^[a-z]+-[A-Za-z0-9_.:-]+$' AND octet_length(stream_id) BETWEEN 4 AND 201),
  stream_version bigint NOT NULL CHECK (stream_version > 0),
  type           text   NOT NULL,
  schema_version int    NOT NULL CHECK (schema_version > 0),
  recorded_at    timestamptz NOT NULL,                     -- never decreases with position
  actor_id       text   NOT NULL,
  command_id     uuid   NOT NULL,
  entry          bytea  NOT NULL CHECK (octet_length(entry) <= 65535),  -- the exact canonical bytes
  leaf_hash      bytea  NOT NULL,                          -- sha256(0x00 || entry), RFC 6962 section 2.1
  UNIQUE (stream_id, stream_version)
);
CREATE INDEX event_type_position ON evlog.event (type, position);

CREATE TABLE evlog.stream (
  stream_id text   PRIMARY KEY,
  version   bigint NOT NULL CHECK (version > 0)
) WITH (fillfactor = 80);

CREATE TABLE evlog.log_head (                              -- one row: whoever appends holds it
  id          int PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  position    bigint NOT NULL,
  recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10);
INSERT INTO evlog.log_head VALUES (1, 0, '-infinity');

CREATE TABLE evlog.command_log (                           -- what makes sending a command twice harmless
  principal_id   text   NOT NULL,
  command_id     uuid   NOT NULL,
  request_hash   bytea  NOT NULL CHECK (octet_length(request_hash) = 32),
  first_position bigint NOT NULL CHECK (first_position > 0),
  last_position  bigint NOT NULL CHECK (last_position >= first_position),
  PRIMARY KEY (principal_id, command_id)
);

CREATE TABLE evlog.checkpoint (                            -- signed notes (C2SP tlog-checkpoint)
  origin     text   NOT NULL,
  tree_size  bigint NOT NULL CHECK (tree_size >= 0),
  root_hash  bytea  NOT NULL CHECK (octet_length(root_hash) = 32),
  note       text   NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (origin, tree_size)
);

CREATE TABLE evlog.merkle_node (                           -- complete subtrees only
  level int    NOT NULL,
  idx   bigint NOT NULL,
  hash  bytea  NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, idx)
);
RESET ROLE;
