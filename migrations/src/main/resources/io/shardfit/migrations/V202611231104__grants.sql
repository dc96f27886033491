-- Grants name tables that exist: a later table brings its own.
SET LOCAL ROLE evlog_owner;
GRANT USAGE ON SCHEMA evlog TO evlog_writer, evlog_reader, evlog_notary;
GRANT SELECT ON ALL TABLES IN SCHEMA evlog TO evlog_writer, evlog_reader, evlog_notary;
GRANT INSERT ON evlog.event, evlog.command_log, evlog.document TO evlog_writer;
GRANT INSERT, UPDATE ON evlog.stream TO evlog_writer;
GRANT UPDATE ON evlog.log_head TO evlog_writer;
GRANT INSERT ON evlog.checkpoint, evlog.merkle_node TO evlog_notary;
RESET ROLE;
