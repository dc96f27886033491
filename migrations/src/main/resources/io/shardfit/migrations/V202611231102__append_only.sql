-- Guard rails inside the database. A superuser can take them away; the checkpoints kept elsewhere cannot be.
SET LOCAL ROLE evlog_owner;

CREATE FUNCTION evlog.refuse_mutation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'evlog.% is append-only (%)', TG_TABLE_NAME, TG_OP USING ERRCODE = 'EV403';
END $$;

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['event', 'document', 'command_log', 'checkpoint', 'merkle_node'] LOOP
    EXECUTE format('CREATE TRIGGER no_mutation BEFORE UPDATE OR DELETE ON evlog.%I
                    FOR EACH ROW EXECUTE FUNCTION evlog.refuse_mutation()', kept);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON evlog.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION evlog.refuse_mutation()', kept);
  END LOOP;
END $$;
CREATE TRIGGER no_deletion BEFORE DELETE ON evlog.log_head
  FOR EACH ROW EXECUTE FUNCTION evlog.refuse_mutation();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON evlog.log_head
  FOR EACH STATEMENT EXECUTE FUNCTION evlog.refuse_mutation();

-- Each INSERT extends the log: no gap, no earlier time, no wrong leaf hash. One look at the whole statement.
-- The columns by which other rules find their events say what the entry says: its members are sorted, so it ends
-- with these three.
CREATE FUNCTION evlog.check_append() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  first_position bigint;
  previous_at    timestamptz := '-infinity';
  broken         bigint;
BEGIN
  SELECT min(position) INTO first_position FROM new_rows;
  IF first_position IS NULL THEN
    RETURN NULL;
  END IF;
  IF first_position > 1 THEN
    SELECT recorded_at INTO previous_at FROM evlog.event WHERE position = first_position - 1;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'gap before position %', first_position USING ERRCODE = 'EV500';
    END IF;
  END IF;
  SELECT min(position) INTO broken
    FROM (SELECT position, recorded_at, leaf_hash, entry,
                 convert_to(format('"streamId":"%s","streamVersion":%s,"type":"%s"}',
                                   stream_id, stream_version, type), 'UTF8') AS ending,
                 lag(position, 1, first_position - 1) OVER in_order AS position_before,
                 lag(recorded_at, 1, previous_at) OVER in_order AS recorded_before
            FROM new_rows WINDOW in_order AS (ORDER BY position)) AS appended
   WHERE position <> position_before + 1
      OR recorded_at < recorded_before
      OR leaf_hash IS DISTINCT FROM sha256('\x00'::bytea || entry)
      OR substr(entry, greatest(1, octet_length(entry) - octet_length(ending) + 1)) IS DISTINCT FROM ending;
  IF broken IS NOT NULL THEN
    RAISE EXCEPTION 'append breaks the log at position %', broken USING ERRCODE = 'EV500';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_append AFTER INSERT ON evlog.event REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION evlog.check_append();

CREATE FUNCTION evlog.check_head() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF NEW.position <= OLD.position
     OR NOT EXISTS (SELECT 1 FROM evlog.event AS last
                     WHERE last.position = NEW.position AND last.recorded_at = NEW.recorded_at)
     OR EXISTS (SELECT 1 FROM evlog.event AS beyond WHERE beyond.position > NEW.position)
  THEN
    RAISE EXCEPTION 'head % does not match the log', NEW.position USING ERRCODE = 'EV500';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER check_head AFTER UPDATE ON evlog.log_head
  FOR EACH ROW EXECUTE FUNCTION evlog.check_head();
RESET ROLE;
