-- What grows with the years is found by what is looked for: lists of what waits, the clocks, the offers and visits of one request.

-- The offers of a request; "is anybody asked, has anybody said yes?" for each approved one.
CREATE INDEX offer_request ON offer (municipality_id, request_id, status);
-- Few are alive at a time: the clocks look for them over all municipalities.
CREATE INDEX offer_open ON offer (expires_at) WHERE status = 'open';
CREATE INDEX offer_waiting ON offer (municipality_id, request_id) WHERE status = 'accepted';
CREATE INDEX request_approved ON request (approved_at) WHERE status = 'approved';
-- All requests, newest first.
CREATE INDEX request_submitted ON request (municipality_id, submitted_at, id);
-- The visits of a request, and those that somebody is reminded of.
CREATE INDEX visit_request ON visit (municipality_id, request_id);
CREATE INDEX visit_status ON visit (status, starts_at);
-- Answers that need a call, of the last two weeks.
CREATE INDEX feedback_created ON feedback (municipality_id, created_at);
-- Who has chosen a kind of help.
CREATE INDEX volunteer_kind_kind ON volunteer_kind (municipality_id, kind_id, person_id);
-- Who was asked lately, and what is recorded of whom.
CREATE INDEX offer_offered ON offer (municipality_id, offered_at, volunteer_id);
CREATE INDEX volunteer_requirement_kind ON volunteer_requirement (municipality_id, requirement, person_id) WHERE withdrawn_at IS NULL;
