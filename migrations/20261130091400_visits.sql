CREATE TABLE visit (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    match_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    senior_id TEXT NOT NULL,
    volunteer_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('home', 'out', 'phone', 'video')),
    code_word TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('planned', 'confirmed', 'started', 'finished', 'reported', 'cancelled', 'no_show')),
    first_meeting TEXT,
    confirmed_at BIGINT,
    started_at BIGINT,
    finished_at BIGINT,
    reported_at BIGINT,
    outcome TEXT,
    reported_minutes BIGINT,
    experience TEXT,
    report_text TEXT,
    boundaries_kept BOOLEAN,
    cancelled_at BIGINT,
    cancelled_by TEXT,
    cancel_reason TEXT,
    no_show_of TEXT,
    reminded BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, match_id) REFERENCES match (municipality_id, id),
    FOREIGN KEY (municipality_id, request_id) REFERENCES request (municipality_id, id),
    FOREIGN KEY (municipality_id, senior_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, volunteer_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX visit_starts ON visit (municipality_id, starts_at);
CREATE INDEX visit_volunteer ON visit (municipality_id, volunteer_id, starts_at);
CREATE INDEX visit_senior ON visit (municipality_id, senior_id, starts_at);
-- The visits of a request, and those that somebody is reminded of.
CREATE INDEX visit_request ON visit (municipality_id, request_id);
CREATE INDEX visit_status ON visit (status, starts_at);

CREATE TABLE feedback (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    answer TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- What a senior said of a visit that was not good is followed up by a coordinator: when, who, what came of it.
    followed_up_at BIGINT,
    followed_up_by TEXT,
    followed_up_note TEXT,
    PRIMARY KEY (municipality_id, id),
    UNIQUE (municipality_id, visit_id, person_id),
    FOREIGN KEY (municipality_id, visit_id) REFERENCES visit (municipality_id, id)
);
-- Answers that need a call: few among all.
CREATE INDEX feedback_to_follow ON feedback (municipality_id, created_at) WHERE answer IN ('not_good', 'talk') AND followed_up_at IS NULL;
