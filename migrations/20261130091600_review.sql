-- A coordinator's own views of all requests, by name. What was typed into the search box is `search`: it stands in no address.
CREATE TABLE saved_filter (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    area_id TEXT,
    kind_id TEXT,
    status TEXT,
    mine BOOLEAN NOT NULL,
    sort TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id)
);
-- The same name again replaces what it stood for.
CREATE UNIQUE INDEX saved_filter_name ON saved_filter (municipality_id, person_id, name);
