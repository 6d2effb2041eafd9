-- One portable text for SQLite and PostgreSQL: see "A migration" in CONTRIBUTING.md.
-- Instants are unix milliseconds (BIGINT), civil dates are TEXT YYYY-MM-DD, ids are TEXT (UUIDv7).

CREATE TABLE municipality (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL UNIQUE,
    phone TEXT NOT NULL,
    hours_sv TEXT NOT NULL,
    hours_fi TEXT NOT NULL,
    hours_en TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE counter (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, name)
);

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
    locale TEXT NOT NULL CHECK (locale IN ('sv', 'fi', 'en')),
    channel TEXT NOT NULL CHECK (channel IN ('app', 'phone', 'letter')),
    has_login BOOLEAN NOT NULL,
    share_phone BOOLEAN NOT NULL,
    protected BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);
CREATE INDEX person_area ON person (municipality_id, area_id);

CREATE TABLE role_assignment (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('senior', 'volunteer', 'coordinator', 'administrator')),
    area_id TEXT,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    granted_by TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);
CREATE INDEX role_assignment_person ON role_assignment (municipality_id, person_id);

CREATE TABLE kind (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('staff_matched', 'offered', 'open_board')),
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
    locale TEXT NOT NULL CHECK (locale IN ('sv', 'fi', 'en')),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    boundary TEXT NOT NULL,
    PRIMARY KEY (municipality_id, kind_id, locale),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id)
);

CREATE TABLE kind_requirement (
    municipality_id TEXT NOT NULL,
    kind_id TEXT NOT NULL,
    requirement TEXT NOT NULL CHECK (requirement IN
        ('application', 'interview', 'references', 'agreement', 'pledge', 'introduction', 'register_extract', 'it_course')),
    PRIMARY KEY (municipality_id, kind_id, requirement),
    FOREIGN KEY (municipality_id, kind_id) REFERENCES kind (municipality_id, id)
);

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

CREATE TABLE volunteer_area (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    area_id TEXT NOT NULL,
    PRIMARY KEY (municipality_id, person_id, area_id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES volunteer (municipality_id, person_id),
    FOREIGN KEY (municipality_id, area_id) REFERENCES area (municipality_id, id)
);

-- Languages a person speaks (anybody, not only volunteers): ISO 639-1.
CREATE TABLE person_language (
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (municipality_id, person_id, language),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
);

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
    requirement TEXT NOT NULL CHECK (requirement IN
        ('application', 'interview', 'references', 'agreement', 'pledge', 'introduction', 'register_extract', 'it_course')),
    done_on TEXT NOT NULL,
    valid_until TEXT,
    recorded_by TEXT,
    recorded_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX volunteer_requirement_person ON volunteer_requirement (municipality_id, person_id);

CREATE TABLE request (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    senior_id TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('self', 'phone')),
    kind_id TEXT NOT NULL,
    area_id TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('home', 'out', 'phone', 'video')),
    note TEXT NOT NULL,
    places BIGINT NOT NULL CHECK (places >= 1),
    series_id TEXT,
    status TEXT NOT NULL CHECK (status IN
        ('submitted', 'in_review', 'needs_info', 'approved', 'matched', 'closed', 'declined', 'referred', 'withdrawn')),
    submitted_at BIGINT NOT NULL,
    answer_due_at BIGINT NOT NULL,
    owner_id TEXT,
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

CREATE TABLE offer (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    volunteer_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN
        ('open', 'accepted', 'confirmed', 'declined', 'expired', 'withdrawn', 'not_chosen')),
    offered_by TEXT,
    offered_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    time_id TEXT,
    answered_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, request_id) REFERENCES request (municipality_id, id),
    FOREIGN KEY (municipality_id, volunteer_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX offer_volunteer ON offer (municipality_id, volunteer_id, status);
-- A volunteer has at most one live offer for a request.
CREATE UNIQUE INDEX offer_live ON offer (municipality_id, request_id, volunteer_id) WHERE status IN ('open', 'accepted', 'confirmed');
-- Waiting for the senior: one accepted offer at a time, whatever races were run (domain: the senior answers one proposal).
CREATE UNIQUE INDEX offer_accepted ON offer (municipality_id, request_id) WHERE status IN ('accepted', 'confirmed');

CREATE TABLE contact (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    senior_id TEXT NOT NULL,
    volunteer_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('introducing', 'trial', 'active', 'ending', 'ended', 'suspended')),
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, request_id) REFERENCES request (municipality_id, id),
    FOREIGN KEY (municipality_id, offer_id) REFERENCES offer (municipality_id, id),
    FOREIGN KEY (municipality_id, senior_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, volunteer_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX contact_people ON contact (municipality_id, senior_id, volunteer_id);
CREATE UNIQUE INDEX contact_live ON contact (municipality_id, request_id) WHERE status <> 'ended';

CREATE TABLE visit (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
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
    FOREIGN KEY (municipality_id, contact_id) REFERENCES contact (municipality_id, id),
    FOREIGN KEY (municipality_id, request_id) REFERENCES request (municipality_id, id),
    FOREIGN KEY (municipality_id, senior_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, volunteer_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX visit_starts ON visit (municipality_id, starts_at);
CREATE INDEX visit_volunteer ON visit (municipality_id, volunteer_id, starts_at);
CREATE INDEX visit_senior ON visit (municipality_id, senior_id, starts_at);

CREATE TABLE feedback (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    visit_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    answer TEXT NOT NULL CHECK (answer IN ('good', 'not_good', 'talk')),
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    UNIQUE (municipality_id, visit_id, person_id),
    FOREIGN KEY (municipality_id, visit_id) REFERENCES visit (municipality_id, id)
);

CREATE TABLE concern (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    by_person_id TEXT NOT NULL,
    about_person_id TEXT,
    visit_id TEXT,
    area_id TEXT,
    body TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('received', 'triaged', 'acting', 'decided', 'closed')),
    received_at BIGINT NOT NULL,
    severity TEXT CHECK (severity IN ('low', 'serious', 'acute')),
    owner_id TEXT,
    triaged_at BIGINT,
    lex_sarah TEXT CHECK (lex_sarah IN ('yes', 'no')),
    lex_sarah_note TEXT,
    acting_at BIGINT,
    decision TEXT,
    decided_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    UNIQUE (municipality_id, number),
    FOREIGN KEY (municipality_id, by_person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, about_person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, visit_id) REFERENCES visit (municipality_id, id)
);
CREATE INDEX concern_status ON concern (municipality_id, status, received_at);

-- What people are told. Codes and ids only: the words are made in the reader's language when it is read.
CREATE TABLE outgoing_message (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    code TEXT NOT NULL,
    request_id TEXT,
    visit_id TEXT,
    offer_id TEXT,
    about_id TEXT,
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, about_id) REFERENCES person (municipality_id, id)
);
CREATE INDEX outgoing_message_person ON outgoing_message (municipality_id, person_id, created_at);

-- What other screens and servers learn: ids only.
CREATE TABLE change_event (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    topic TEXT NOT NULL,
    object_id TEXT NOT NULL,
    area_id TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id)
);
CREATE INDEX change_event_id ON change_event (id);

CREATE TABLE audit_entry (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor_id TEXT,
    on_behalf_of TEXT,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    subject_id TEXT,
    why TEXT NOT NULL,
    -- Names with what they were and are; what is somebody's own as keyed hashes.
    change TEXT NOT NULL DEFAULT '',
    -- A pseudonym of the session it was done in.
    session TEXT,
    seq BIGINT,
    seal TEXT,
    PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX audit_entry_seq ON audit_entry (seq);
CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE seq IS NULL;
CREATE INDEX audit_entry_subject ON audit_entry (municipality_id, subject_id, at);

CREATE TABLE session (
    id_hash TEXT PRIMARY KEY,
    municipality_id TEXT,
    person_id TEXT,
    data TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (municipality_id, person_id);
CREATE INDEX session_expiry ON session (expires_at);

-- An id that a session had before it got another: for some seconds it leads there, because requests that were on their way bring it.
CREATE TABLE session_before (
    id_hash TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES session (id_hash) ON UPDATE CASCADE ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_before_session ON session_before (session);

CREATE TABLE sign_in_link (
    token_hash TEXT PRIMARY KEY,
    municipality_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    -- Keyed hash of the key of the page on which it was used: the second press of a button that was pressed twice comes from there.
    used_from TEXT,
    FOREIGN KEY (municipality_id, person_id) REFERENCES person (municipality_id, id)
);

-- A form's answers and its error codes: read and not consumed, so that two tabs, reload, back and no script all work.
CREATE TABLE form_draft (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    person_id TEXT,
    -- Where nobody was signed in: a keyed hash of the browser's cookie.
    browser_hash TEXT,
    form TEXT NOT NULL,
    answers TEXT NOT NULL,
    errors TEXT NOT NULL,
    result_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id),
    -- Somebody's, and of one alone.
    CHECK ((person_id IS NULL) <> (browser_hash IS NULL))
);
CREATE INDEX form_draft_person ON form_draft (municipality_id, person_id, form);
CREATE INDEX form_draft_browser ON form_draft (municipality_id, browser_hash);

-- What a transition answered the first time, so that a second press gives the first one's result.
CREATE TABLE idempotency (
    municipality_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    location TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, digest)
);

CREATE TABLE job_lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until BIGINT NOT NULL
);
