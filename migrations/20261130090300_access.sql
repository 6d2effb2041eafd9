-- Found by the cookie alone, before it is known whose it is.
CREATE TABLE session (
    id_hash TEXT PRIMARY KEY,
    municipality_id TEXT,
    person_id TEXT,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (municipality_id, person_id);
CREATE INDEX session_expiry ON session (expires_at);

-- An id that a session had before it got another: for some seconds it leads there, because requests that were on their way bring it.
CREATE TABLE session_before (
    id_hash TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id_hash) ON UPDATE CASCADE ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_before_session ON session_before (session);

CREATE TABLE sign_in_link (
    municipality_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    person_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    -- Keyed hash of the key of the page on which it was used: the second press of a button that was pressed twice comes from there.
    used_from TEXT,
    PRIMARY KEY (municipality_id, token_hash),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
);
