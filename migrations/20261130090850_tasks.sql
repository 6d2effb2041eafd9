-- What waits for a member of staff ("Att göra"), written in the transaction of what makes or ends the work. Open until somebody has it,
-- then taken; done where what it is about has gone on (`outcome`: as what), dropped where that is over without it (why).
CREATE TABLE task (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    -- A code of the feature whose work it is.
    kind TEXT NOT NULL,
    -- The same work is not there twice: unique while it waits.
    dedupe_key TEXT NOT NULL,
    about_type TEXT NOT NULL,
    about_id TEXT NOT NULL,
    request_id TEXT,
    -- By which staff speak of it.
    number BIGINT NOT NULL,
    -- Whose it is, by name, where it is somebody's.
    person_id TEXT,
    area_id TEXT,
    owner_id TEXT,
    -- Where one of its people has a protected identity it is for the named coordinators alone.
    hidden_if_protected BOOLEAN NOT NULL,
    since BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    -- When what it is about takes place.
    starts_at BIGINT,
    -- What shows by time alone stands here from the start: from and until when it shows, and from when to others than its owner.
    visible_from BIGINT,
    visible_until BIGINT,
    others_from BIGINT,
    status TEXT NOT NULL CHECK (status IN ('open', 'taken', 'done', 'dropped')),
    outcome TEXT,
    ended_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id),
    FOREIGN KEY (municipality_id, owner_id) REFERENCES person (municipality_id, id),
    CHECK (status <> 'open' OR owner_id IS NULL),
    CHECK (status <> 'taken' OR owner_id IS NOT NULL),
    CHECK ((ended_at IS NULL) = (status IN ('open', 'taken'))),
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX task_once ON task (municipality_id, dedupe_key) WHERE status IN ('open', 'taken');
-- Few wait: all of a municipality, those of a request with what belongs to it, and those of one thing.
CREATE INDEX task_request ON task (municipality_id, request_id) WHERE status IN ('open', 'taken');
CREATE INDEX task_about ON task (municipality_id, about_type, about_id) WHERE status IN ('open', 'taken');
-- What has ended goes by its time.
CREATE INDEX task_ended ON task (ended_at);

-- Whom a task is about. Those that it is kept from never see it, whatever roles they hold.
CREATE TABLE task_person (
    municipality_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kept_from BOOLEAN NOT NULL,
    PRIMARY KEY (municipality_id, task_id, person_id),
    FOREIGN KEY (municipality_id, task_id) REFERENCES task (municipality_id, id) ON DELETE CASCADE,
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
);
