CREATE TABLE kind (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    mode TEXT NOT NULL,
    risk BIGINT NOT NULL CHECK (risk BETWEEN 1 AND 3),
    minutes BIGINT NOT NULL CHECK (minutes BETWEEN 5 AND 480),
    at_home BOOLEAN NOT NULL,
    out_of_home BOOLEAN NOT NULL,
    by_phone BOOLEAN NOT NULL,
    by_video BOOLEAN NOT NULL,
    PRIMARY KEY (municipality_id, id),
    UNIQUE (municipality_id, slug)
);

CREATE TABLE kind_text (
    municipality_id TEXT NOT NULL,
    kind_id TEXT NOT NULL,
    locale TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    boundary TEXT NOT NULL,
    PRIMARY KEY (municipality_id, kind_id, locale),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id)
);

CREATE TABLE kind_requirement (
    municipality_id TEXT NOT NULL,
    kind_id TEXT NOT NULL,
    requirement TEXT NOT NULL,
    PRIMARY KEY (municipality_id, kind_id, requirement),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id)
);
