CREATE TABLE person (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    search_text TEXT NOT NULL,
    phone TEXT,
    email TEXT,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    area_id TEXT,
    way_in TEXT,
    about TEXT,
    locale TEXT NOT NULL,
    -- Whose language is Swedish may read it in easy words.
    easy_swedish BOOLEAN NOT NULL DEFAULT FALSE,
    channel TEXT NOT NULL,
    has_login BOOLEAN NOT NULL,
    share_phone BOOLEAN NOT NULL,
    protected BOOLEAN NOT NULL,
    -- How a person reads, on every device they sign in with. NULL: they have not said, and the device's own choice holds.
    text_size TEXT,
    theme TEXT,
    listening BOOLEAN,
    compact BOOLEAN,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);
CREATE INDEX person_area ON person (municipality_id, area_id);
-- Whether somebody with this number is known, before a second person is made.
CREATE INDEX person_phone ON person (municipality_id, phone);

-- Languages a person speaks (anybody, not only volunteers): ISO 639-1.
CREATE TABLE person_language (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (municipality_id, person_id, language),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
);
