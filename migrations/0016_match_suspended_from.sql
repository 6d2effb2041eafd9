-- What a match was before it was stopped: that it becomes again when a coordinator lets it go on.
ALTER TABLE contact ADD COLUMN suspended_from TEXT CHECK (suspended_from IN ('introducing', 'trial', 'active', 'ending'));
UPDATE contact SET suspended_from = CASE WHEN EXISTS (SELECT 1 FROM visit v WHERE v.municipality_id = contact.municipality_id
    AND v.contact_id = contact.id AND v.started_at IS NOT NULL) THEN 'active' ELSE 'introducing' END WHERE status = 'suspended';
