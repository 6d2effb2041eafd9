-- What the figures of `cargo xtask bench` asked for.

-- All requests by the day an answer is promised.
CREATE INDEX request_due ON request (municipality_id, answer_due_at, id);
-- Answers that need a call: few among all.
DROP INDEX feedback_created;
CREATE INDEX feedback_to_follow ON feedback (municipality_id, created_at) WHERE answer IN ('not_good', 'talk') AND followed_up_at IS NULL;
-- Who helps in an area, and the match of an offer.
CREATE INDEX volunteer_area_area ON volunteer_area (municipality_id, area_id, person_id);
CREATE INDEX contact_offer ON contact (municipality_id, offer_id);
