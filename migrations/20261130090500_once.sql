-- What a transition answered the first time, so that a second press gives the first one's result.
CREATE TABLE idempotency (
    municipality_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    location TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, digest)
);
