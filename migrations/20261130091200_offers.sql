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
-- The offers of a request; "is anybody asked, has anybody said yes?" for each approved one.
CREATE INDEX offer_request ON offer (municipality_id, request_id, status);
-- Few are alive at a time: the clocks look for them over all municipalities.
CREATE INDEX offer_open ON offer (expires_at) WHERE status = 'open';
CREATE INDEX offer_waiting ON offer (municipality_id, request_id) WHERE status = 'accepted';
-- Who was asked lately.
CREATE INDEX offer_offered ON offer (municipality_id, offered_at, volunteer_id);
