CREATE TABLE match (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    offer_id TEXT NOT NULL,
    senior_id TEXT NOT NULL,
    volunteer_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('introducing', 'trial', 'active', 'ending', 'ended', 'suspended')),
    -- What a match was before it was stopped: that it becomes again when a coordinator lets it go on.
    suspended_from TEXT CHECK (suspended_from IN ('introducing', 'trial', 'active', 'ending')),
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    end_reason TEXT,
    PRIMARY KEY (municipality_id, id),
    FOREIGN KEY (municipality_id, request_id) REFERENCES request (municipality_id, id),
    FOREIGN KEY (municipality_id, offer_id) REFERENCES offer (municipality_id, id),
    FOREIGN KEY (municipality_id, senior_id) REFERENCES person (municipality_id, id),
    FOREIGN KEY (municipality_id, volunteer_id) REFERENCES volunteer (municipality_id, person_id)
);
CREATE INDEX match_people ON match (municipality_id, senior_id, volunteer_id);
CREATE UNIQUE INDEX match_live ON match (municipality_id, request_id) WHERE status <> 'ended';
-- The match of an offer.
CREATE INDEX match_offer ON match (municipality_id, offer_id);
