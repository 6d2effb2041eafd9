-- The next number of something that is counted in a municipality.
CREATE TABLE counter (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, name)
);

CREATE TABLE request (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    senior_id TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    channel TEXT NOT NULL,
    kind_id TEXT NOT NULL,
    area_id TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('home', 'out', 'phone', 'video')),
    note TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('submitted', 'in_review', 'needs_info', 'approved', 'matched', 'closed', 'declined', 'referred', 'withdrawn')),
    submitted_at BIGINT NOT NULL,
    answer_due_at BIGINT NOT NULL,
    owner_id TEXT,
    -- Since when a request that was taken waits for a new owner: whoever had it does not coordinate its area any more.
    unowned_since BIGINT,
    taken_at BIGINT,
    question TEXT,
    asked_at BIGINT,
    answer TEXT,
    answered_at BIGINT,
    approved_at BIGINT,
    first_approved_at BIGINT,
    volunteer_text TEXT,
    risk BIGINT,
    checks TEXT,
    first_meeting TEXT,
    matched_at BIGINT,
    replacement_since BIGINT,
    unfilled_told BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    end_reason TEXT,
    end_text TEXT,
    other_way TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    UNIQUE (municipality_id, number),
    FOREIGN KEY (municipality_id, senior_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);
CREATE INDEX request_status ON request (municipality_id, status, submitted_at);
CREATE INDEX request_senior ON request (municipality_id, senior_id, submitted_at);
-- All requests, newest first, and by the day an answer is promised.
CREATE INDEX request_submitted ON request (municipality_id, submitted_at, id);
CREATE INDEX request_due ON request (municipality_id, answer_due_at, id);
-- Few are alive at a time: the clocks look for them over all municipalities.
CREATE INDEX request_approved ON request (approved_at) WHERE status = 'approved';

-- The days and times that would suit. `clock` (HH:MM) is set where an exact time was agreed, else the part's usual start counts.
CREATE TABLE request_time (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    day TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('morning', 'afternoon', 'evening')),
    clock TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, request_id) REFERENCES request (municipality_id, id)
);
-- A time is named once.
CREATE UNIQUE INDEX request_time_once ON request_time (municipality_id, request_id, day, part, COALESCE(clock, ''));
