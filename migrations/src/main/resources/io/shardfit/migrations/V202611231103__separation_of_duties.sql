-- Nobody approves a plan of his own: the same rule as in the approve use case, kept where no use case can
-- forget it. Whatever makes a plan, a file, a remedy or a strategy, submits it. Events are found by the column
-- `type`, which check_append holds to the entry, and read from the entry.
SET LOCAL ROLE evlog_owner;

CREATE TABLE evlog.plan_author (
  stream_id   text   NOT NULL,
  plan_digest text   NOT NULL,
  author      text   NOT NULL,
  position    bigint NOT NULL,                             -- from here on
  PRIMARY KEY (stream_id, plan_digest, author)
);

CREATE TABLE evlog.approval_vote (
  position    bigint PRIMARY KEY,
  environment text   NOT NULL,
  stream_id   text   NOT NULL CHECK (stream_id LIKE 'deployment-%'),
  plan_digest text   NOT NULL,
  round       bigint NOT NULL,                             -- the request that it answers, as the stream counts them
  approver    text   NOT NULL,
  CONSTRAINT one_vote_each UNIQUE (stream_id, environment, plan_digest, round, approver)
);

CREATE FUNCTION evlog.check_duties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  refused record;
BEGIN
  IF TG_RELID <> 'evlog.event'::regclass THEN
    RAISE EXCEPTION 'this rule is for evlog.event alone' USING ERRCODE = 'EV403';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM new_rows
                  WHERE type IN ('PlanSubmitted', 'PlanApproved')) THEN
    RETURN NULL;
  END IF;

  INSERT INTO evlog.plan_author (stream_id, plan_digest, author, position)
  SELECT stream_id, entry #>> '{data,planDigest}', author, min(position)
    FROM (SELECT position, stream_id, convert_from(entry, 'UTF8')::jsonb AS entry
            FROM new_rows
           WHERE type = 'PlanSubmitted') AS changed
   CROSS JOIN LATERAL (SELECT entry #>> '{actor,id}'
                       UNION SELECT entry #>> '{actor,onBehalfOf}'
                       UNION SELECT jsonb_array_elements_text(
                           CASE jsonb_typeof(entry #> '{data,authors}')
                             WHEN 'array' THEN entry #> '{data,authors}' ELSE '[]' END)) AS people (author)
   WHERE author IS NOT NULL
   GROUP BY 1, 2, 3
  ON CONFLICT DO NOTHING;

  BEGIN
    INSERT INTO evlog.approval_vote (position, environment, stream_id, plan_digest, round, approver)
    SELECT position, entry #>> '{data,environment}', stream_id, entry #>> '{data,planDigest}',
           (entry #>> '{data,round}')::bigint, entry #>> '{actor,id}'
      FROM (SELECT position, stream_id, convert_from(entry, 'UTF8')::jsonb AS entry
              FROM new_rows WHERE type = 'PlanApproved') AS approved;
  EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'the same person cannot approve one request twice' USING ERRCODE = 'EV409';
  END;

  SELECT vote.position, person.author, vote.plan_digest INTO refused
    FROM (SELECT position, convert_from(entry, 'UTF8')::jsonb -> 'actor' AS actor
            FROM new_rows WHERE type = 'PlanApproved') AS approved
    JOIN evlog.approval_vote AS vote ON vote.position = approved.position
    JOIN evlog.plan_author AS person
      ON person.stream_id = vote.stream_id
     AND person.plan_digest = vote.plan_digest
     AND person.author IN (approved.actor ->> 'id', approved.actor ->> 'onBehalfOf')
     AND person.position < vote.position
   ORDER BY vote.position LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION '% is an author of the plan % and cannot approve it', refused.author, refused.plan_digest
      USING ERRCODE = 'EV409';
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION evlog.check_duties() FROM PUBLIC; -- it acts with its owner's rights
CREATE TRIGGER check_duties AFTER INSERT ON evlog.event REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION evlog.check_duties();

CREATE TRIGGER no_mutation BEFORE UPDATE OR DELETE ON evlog.plan_author
  FOR EACH ROW EXECUTE FUNCTION evlog.refuse_mutation();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON evlog.plan_author
  FOR EACH STATEMENT EXECUTE FUNCTION evlog.refuse_mutation();
CREATE TRIGGER no_mutation BEFORE UPDATE OR DELETE ON evlog.approval_vote
  FOR EACH ROW EXECUTE FUNCTION evlog.refuse_mutation();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON evlog.approval_vote
  FOR EACH STATEMENT EXECUTE FUNCTION evlog.refuse_mutation();
RESET ROLE;
