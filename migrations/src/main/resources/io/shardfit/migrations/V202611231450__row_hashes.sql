-- Columns that no entry holds get a hash of their row, so that `audit fsck` finds a field that was changed behind
-- the triggers. It is no evidence: whoever changes the row can hash it again. Parts of fixed length come first, so that
-- two rows never spell the same bytes.
SET LOCAL ROLE evlog_owner;

CREATE FUNCTION evlog.command_hash(principal text, command uuid, request bytea, first bigint, last bigint) RETURNS bytea
LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT sha256(uuid_send(command) || request || int8send(first) || int8send(last) || convert_to(principal, 'UTF8'))
$$;
CREATE FUNCTION evlog.document_hash(digest bytea, media_type text, stored_at timestamptz) RETURNS bytea
LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT sha256(digest || timestamptz_send(stored_at) || convert_to(media_type, 'UTF8'))
$$;
CREATE FUNCTION evlog.checkpoint_hash(size bigint, root bytea, created_at timestamptz, origin text, note text) RETURNS bytea
LANGUAGE sql SET search_path = pg_catalog AS $$
  SELECT sha256(int8send(size) || root || timestamptz_send(created_at) || convert_to(origin || chr(10) || note, 'UTF8'))
$$;

ALTER TABLE evlog.command_log ADD COLUMN row_hash bytea CHECK (octet_length(row_hash) = 32);
ALTER TABLE evlog.document    ADD COLUMN row_hash bytea CHECK (octet_length(row_hash) = 32);
ALTER TABLE evlog.checkpoint  ADD COLUMN row_hash bytea CHECK (octet_length(row_hash) = 32);

ALTER TABLE evlog.command_log DISABLE TRIGGER no_mutation;
ALTER TABLE evlog.document    DISABLE TRIGGER no_mutation;
ALTER TABLE evlog.checkpoint  DISABLE TRIGGER no_mutation;
UPDATE evlog.command_log
   SET row_hash = evlog.command_hash(principal_id, command_id, request_hash, first_position, last_position);
UPDATE evlog.document   SET row_hash = evlog.document_hash(digest, media_type, stored_at);
UPDATE evlog.checkpoint SET row_hash = evlog.checkpoint_hash(tree_size, root_hash, created_at, origin, note);
ALTER TABLE evlog.command_log ENABLE TRIGGER no_mutation;
ALTER TABLE evlog.document    ENABLE TRIGGER no_mutation;
ALTER TABLE evlog.checkpoint  ENABLE TRIGGER no_mutation;

ALTER TABLE evlog.command_log ALTER COLUMN row_hash SET NOT NULL;
ALTER TABLE evlog.document    ALTER COLUMN row_hash SET NOT NULL;
ALTER TABLE evlog.checkpoint  ALTER COLUMN row_hash SET NOT NULL;

CREATE FUNCTION evlog.hash_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'command_log' THEN
      NEW.row_hash := evlog.command_hash(NEW.principal_id, NEW.command_id, NEW.request_hash,
                                         NEW.first_position, NEW.last_position);
    WHEN 'document' THEN
      NEW.row_hash := evlog.document_hash(NEW.digest, NEW.media_type, NEW.stored_at);
    WHEN 'checkpoint' THEN
      NEW.row_hash := evlog.checkpoint_hash(NEW.tree_size, NEW.root_hash, NEW.created_at, NEW.origin, NEW.note);
  END CASE;
  RETURN NEW;
END $$;
-- The writer hashes its commands itself; a program of the version before does not know the column.
CREATE TRIGGER hash_row BEFORE INSERT ON evlog.command_log
  FOR EACH ROW WHEN (NEW.row_hash IS NULL) EXECUTE FUNCTION evlog.hash_row();
CREATE TRIGGER hash_row BEFORE INSERT ON evlog.document FOR EACH ROW EXECUTE FUNCTION evlog.hash_row();
CREATE TRIGGER hash_row BEFORE INSERT ON evlog.checkpoint FOR EACH ROW EXECUTE FUNCTION evlog.hash_row();
RESET ROLE;
