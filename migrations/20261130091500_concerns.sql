CREATE TABLE concern (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    by_person_id TEXT NOT NULL,
    about_person_id TEXT,
    -- Whom a concern is about: somebody, nobody (said so), or still open. What is open is decided before it is judged.
    about_nobody BOOLEAN NOT NULL DEFAULT FALSE,
    -- What it is about besides, where it is about something: a code of common::Object, and the id.
    about_type TEXT,
    about_id TEXT,
    area_id TEXT,
    body TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('received', 'triaged', 'acting', 'decided', 'closed')),
    received_at BIGINT NOT NULL,
    severity TEXT CHECK (severity IN ('low', 'serious', 'acute')),
    owner_id TEXT,
    -- Since when a concern that was judged waits for a new owner.
    unowned_since BIGINT,
    triaged_at BIGINT,
    lex_sarah TEXT CHECK (lex_sarah IN ('yes', 'no')),
    lex_sarah_note TEXT,
    acting_at BIGINT,
    decision TEXT,
    decided_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    UNIQUE (municipality_id, number),
    FOREIGN KEY (municipality_id, by_person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, about_person_id) REFERENCES person (municipality_id, id),
    CHECK ((about_type IS NULL) = (about_id IS NULL))
);
CREATE INDEX concern_status ON concern (municipality_id, status, received_at);
