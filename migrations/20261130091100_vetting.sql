CREATE TABLE volunteer (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    max_per_month BIGINT NOT NULL CHECK (max_per_month BETWEEN 1 AND 31),
    paused_until TEXT,
    held_at BIGINT,
    held_by TEXT,
    held_reason TEXT,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, person_id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
);

CREATE TABLE volunteer_kind (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind_id TEXT NOT NULL,
    PRIMARY KEY (municipality_id, person_id, kind_id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES volunteer (municipality_id, person_id),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id)
);
-- Who has chosen a kind of help.
CREATE INDEX volunteer_kind_kind ON volunteer_kind (municipality_id, kind_id, person_id);

CREATE TABLE volunteer_area (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    area_id TEXT NOT NULL,
    PRIMARY KEY (municipality_id, person_id, area_id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES volunteer (municipality_id, person_id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);
-- Who helps in an area.
CREATE INDEX volunteer_area_area ON volunteer_area (municipality_id, area_id, person_id);

-- When a volunteer usually can: ISO weekday (1 Monday .. 7 Sunday) and part of the day.
CREATE TABLE volunteer_slot (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    part TEXT NOT NULL CHECK (part IN ('morning', 'afternoon', 'evening')),
    PRIMARY KEY (municipality_id, person_id, weekday, part),
    FOREIGN KEY (municipality_id, person_id) REFERENCES volunteer (municipality_id, person_id)
);

-- A requirement that a coordinator has recorded as done. Never the documents themselves.
CREATE TABLE volunteer_requirement (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    requirement TEXT NOT NULL,
    done_on TEXT NOT NULL,
    valid_until TEXT,
    recorded_by TEXT,
    recorded_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX volunteer_requirement_person ON volunteer_requirement (municipality_id, person_id);
-- What is recorded of whom.
CREATE INDEX volunteer_requirement_kind ON volunteer_requirement (municipality_id, requirement, person_id) WHERE withdrawn_at IS NULL;
