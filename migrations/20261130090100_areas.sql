CREATE TABLE area (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    PRIMARY KEY (municipality_id, id)
);

CREATE TABLE area_neighbour (
    municipality_id TEXT NOT NULL,
    area_id TEXT NOT NULL,
    neighbour_id TEXT NOT NULL,
    PRIMARY KEY (municipality_id, area_id, neighbour_id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id),
    FOREIGN KEY (municipality_id, neighbour_id) REFERENCES area (municipality_id, id)
);
