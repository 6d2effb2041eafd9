-- A form's answers and its error codes: read and not consumed, so that two tabs, reload, back and no script all work.
CREATE TABLE form_draft (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT,
    -- Where nobody was signed in: a keyed hash of the browser's cookie.
    browser_hash TEXT,
    form TEXT NOT NULL,
    answers TEXT NOT NULL,
    errors TEXT NOT NULL,
    result_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    -- Somebody's, and of one alone.
    CHECK ((person_id IS NULL) <> (browser_hash IS NULL))
);
CREATE INDEX form_draft_person ON form_draft (municipality_id, person_id, form);
CREATE INDEX form_draft_browser ON form_draft (municipality_id, browser_hash);

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
