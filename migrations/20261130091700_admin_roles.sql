CREATE TABLE role_assignment (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL,
    area_id TEXT,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    granted_by TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);
CREATE INDEX role_assignment_person ON role_assignment (municipality_id, person_id);

-- What one administrator alone may not do: a role that reads about people, a kind of help that demands less. It takes effect when
-- another administrator, or who runs the installation, confirms it in time.
CREATE TABLE proposal (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    -- A role for somebody; from its confirmation on where no day is named ...
    person_id TEXT,
    role TEXT,
    area_id TEXT,
    valid_from BIGINT,
    valid_to BIGINT,
    -- ... or what a kind of help is to demand less: a weaker mode, a lower risk, requirements that go, ways to meet that come (codes
    -- with blanks between them).
    kind_id TEXT,
    mode TEXT,
    risk BIGINT CHECK (risk BETWEEN 1 AND 3),
    dropped TEXT NOT NULL,
    meeting TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT CHECK (outcome IN ('confirmed', 'taken_back', 'replaced', 'fallen', 'expired')),
    -- Nobody: who runs the installation, or time.
    ended_by TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id),
    FOREIGN KEY (municipality_id, proposed_by) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, ended_by) REFERENCES person (municipality_id, id),
    CHECK ((person_id IS NULL) = (role IS NULL)),
    CHECK ((person_id IS NULL) <> (kind_id IS NULL)),
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CHECK (person_id IS NULL OR person_id <> proposed_by),
    CHECK (ended_by IS NULL OR outcome <> 'confirmed' OR (ended_by <> proposed_by AND (person_id IS NULL OR ended_by <> person_id)))
);
CREATE UNIQUE INDEX proposal_role ON proposal (municipality_id, person_id, role, COALESCE(area_id, '')) WHERE ended_at IS NULL AND person_id IS NOT NULL;
CREATE UNIQUE INDEX proposal_kind ON proposal (municipality_id, kind_id) WHERE ended_at IS NULL AND kind_id IS NOT NULL;
