-- How much one member of staff reads in a day, and when it was unusually much.
CREATE INDEX audit_entry_actor ON audit_entry (municipality_id, actor_id, at);
CREATE INDEX audit_entry_alarm ON audit_entry (municipality_id, at) WHERE action = 'watch.alarm';
