-- Who is told what, elsewhere. Nothing here is evidence, and nothing is made from read models.
SET LOCAL ROLE evlog_owner;
CREATE SCHEMA shardfit_webhook;

CREATE TABLE shardfit_webhook.subscription (
  id         uuid        PRIMARY KEY,
  url        text        NOT NULL CHECK (octet_length(url) <= 2000),
  secret     text        NOT NULL,                         -- signing needs it as it is
  types      text        NOT NULL,                         -- of events, with commas; empty for all
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL,
  position   bigint      NOT NULL CHECK (position >= 0),   -- up to where in the log it was told
  disabled   text                                          -- why
);

CREATE TABLE shardfit_webhook.delivery (
  id           uuid        PRIMARY KEY,
  subscription uuid        NOT NULL REFERENCES shardfit_webhook.subscription ON DELETE CASCADE,
  position     bigint      NOT NULL,                       -- of the event; 0 for none
  type         text        NOT NULL,
  attempts     int         NOT NULL,
  next_at      timestamptz NOT NULL,                       -- when it is due, or when it was over
  state        text        NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
  status       int,
  problem      text
);
CREATE UNIQUE INDEX delivery_once ON shardfit_webhook.delivery (subscription, position) WHERE position > 0;
CREATE INDEX delivery_due ON shardfit_webhook.delivery (next_at) WHERE state = 'PENDING';
CREATE INDEX delivery_newest ON shardfit_webhook.delivery (subscription, position DESC);
CREATE INDEX delivery_over ON shardfit_webhook.delivery (next_at) WHERE state <> 'PENDING';

GRANT USAGE ON SCHEMA shardfit_webhook TO evlog_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA shardfit_webhook TO evlog_writer;
RESET ROLE;
