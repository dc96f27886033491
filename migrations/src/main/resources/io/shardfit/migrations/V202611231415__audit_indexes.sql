-- What an auditor asks for, in the order of the answer: who did it, of one type or of all of them (there are few),
-- and the first checkpoint that covers an entry. Instants need no index: positions grow with them.
SET LOCAL ROLE evlog_owner;
CREATE INDEX event_actor_type_position ON evlog.event (actor_id, type, position);
CREATE INDEX checkpoint_size ON evlog.checkpoint (tree_size);
RESET ROLE;
