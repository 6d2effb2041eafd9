CREATE TABLE audit_entry (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_id TEXT,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    subject_id TEXT,
    why TEXT NOT NULL,
    -- Names with what they were and are; what is somebody's own as keyed hashes.
    change TEXT NOT NULL DEFAULT '',
    -- A pseudonym of the session it was done in.
    session TEXT,
    seq BIGINT,
    seal TEXT,
    PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX audit_entry_seq ON audit_entry (seq);
CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE seq IS NULL;
CREATE INDEX audit_entry_subject ON audit_entry (municipality_id, subject_id, at);
-- How much one member of staff reads in a day, and when it was unusually much.
CREATE INDEX audit_entry_actor ON audit_entry (municipality_id, actor_id, at);
CREATE INDEX audit_entry_alarm ON audit_entry (municipality_id, at) WHERE action = 'watch.alarm';

-- How often somebody (nobody signed in: an empty text) was refused what, where, within an hour: the first time is a row of the log at
-- once, all further ones are told in one row when the hour is over.
CREATE TABLE refusal (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    place TEXT NOT NULL,
    hour BIGINT NOT NULL,
    times BIGINT NOT NULL CHECK (times >= 1),
    PRIMARY KEY (municipality_id, who, action, place, hour)
);
CREATE INDEX refusal_hour ON refusal (hour);
