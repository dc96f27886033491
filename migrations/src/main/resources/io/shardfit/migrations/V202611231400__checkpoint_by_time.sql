-- The newest checkpoint is asked for every few seconds, by the signer and by whoever asks how the ledger does.
SET LOCAL ROLE evlog_owner;
CREATE INDEX checkpoint_created_at ON evlog.checkpoint (created_at);
RESET ROLE;
