-- What somebody told of a barrier in the service, signed in or not; an answer is asked for where there is a way to reach them.
CREATE TABLE barrier (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    reply_to TEXT,
    answered_at BIGINT,
    answered_by TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, answered_by) REFERENCES person (municipality_id, id),
    CHECK ((answered_at IS NULL) = (answered_by IS NULL))
);
