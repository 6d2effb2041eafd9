-- What people are told. Codes and ids only: the words are made in the reader's language when it is read.
CREATE TABLE outgoing_message (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    code TEXT NOT NULL,
    request_id TEXT,
    visit_id TEXT,
    offer_id TEXT,
    about_id TEXT,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, about_id) REFERENCES person (municipality_id, id)
);
CREATE INDEX outgoing_message_person ON outgoing_message (municipality_id, person_id, created_at);
