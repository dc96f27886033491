-- The gate is asked by the digest of a plan.
SET LOCAL ROLE evlog_owner;
CREATE INDEX plan_plan_digest ON shardfit_read.plan (plan_digest);
CREATE INDEX approval_round_plan_digest ON shardfit_read.approval_round (plan_digest);
RESET ROLE;
