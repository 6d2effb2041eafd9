-- What people are told. Codes and ids only: the words are made in the reader's language when it is read.
CREATE TABLE outgoing_message (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    code TEXT NOT NULL,
    -- What it is about, where it is about something: a code of common::Object, and the id.
    about_type TEXT,
    about_id TEXT,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    CHECK ((about_type IS NULL) = (about_id IS NULL))
);
CREATE INDEX outgoing_message_person ON outgoing_message (municipality_id, person_id, created_at);
