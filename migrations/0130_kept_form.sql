-- What somebody typed into a form that could not be taken: the session had ended, or they may not, or somebody else was signed in. Sealed
-- for that person, for a day.
CREATE TABLE kept_form (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id) ON DELETE CASCADE
);
CREATE INDEX kept_form_person ON kept_form (municipality_id, person_id, created_at);
CREATE INDEX kept_form_expiry ON kept_form (expires_at);
