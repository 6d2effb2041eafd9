-- The municipality, to which every row belongs. One portable text for SQLite and PostgreSQL: see "A migration" in CONTRIBUTING.md.
-- Instants are unix milliseconds (BIGINT), civil dates are TEXT YYYY-MM-DD, ids are TEXT (UUIDv7).

CREATE TABLE municipality (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL,
    hours_sv TEXT NOT NULL,
    hours_fi TEXT NOT NULL,
    hours_en TEXT NOT NULL,
    -- Its own colour for one line under the header, or none.
    accent TEXT CHECK (accent IS NULL OR (length(accent) = 7 AND substr(accent, 1, 1) = '#')),
    created_at BIGINT NOT NULL
);

-- A municipality's logo as we have drawn it anew: a PNG at three points a pixel of the largest that pages show. Its bytes stand last, so
-- that the rest is read without them. No words for it: the municipality's name.
CREATE TABLE municipality_logo (
    municipality_id TEXT PRIMARY KEY REFERENCES municipality (id),
    hash TEXT NOT NULL CHECK (length(hash) = 32),
    alt TEXT CHECK (length(alt) BETWEEN 1 AND 200),
    width BIGINT NOT NULL CHECK (width BETWEEN 1 AND 576),
    height BIGINT NOT NULL CHECK (height BETWEEN 1 AND 192),
    picture BYTEA NOT NULL CHECK (length(picture) BETWEEN 1 AND 500000)
);
