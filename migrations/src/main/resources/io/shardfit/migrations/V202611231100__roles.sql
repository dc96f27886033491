-- Three roles, so that what writes events cannot change them and what signs them cannot write them.
-- Roles belong to the server, not to the database: another database may have brought them already.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['evlog_owner', 'evlog_writer', 'evlog_reader', 'evlog_notary'] LOOP
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION
        WHEN duplicate_object OR unique_violation THEN NULL;  -- another database was faster
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'the role % is missing, and % may not create roles', wanted, current_user
            USING ERRCODE = 'insufficient_privilege',
                  HINT = format('Let an administrator run: CREATE ROLE %1$I NOLOGIN; GRANT %1$I TO %2$I;', wanted, current_user);
      END;
    END IF;
    -- Since PostgreSQL 16 whoever creates a role may grant it, but not take it before granting it to himself.
    BEGIN
      EXECUTE format('SET LOCAL ROLE %I', wanted);
      RESET ROLE;
    EXCEPTION WHEN insufficient_privilege THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', wanted, current_user);
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE EXCEPTION '% may not act as %', current_user, wanted
          USING ERRCODE = 'insufficient_privilege',
                HINT = format('Let an administrator run: GRANT %I TO %I;', wanted, current_user);
      END;
    END;
  END LOOP;
  IF NOT has_database_privilege('evlog_owner', current_database(), 'CREATE') THEN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO evlog_owner', current_database());
    IF NOT has_database_privilege('evlog_owner', current_database(), 'CREATE') THEN
      RAISE EXCEPTION '% may not let evlog_owner create a schema in the database %', current_user, current_database()
        USING ERRCODE = 'insufficient_privilege',
              HINT = format('Let its owner run: GRANT CREATE ON DATABASE %I TO evlog_owner;', current_database());
    END IF;
  END IF;
END $$;
