-- Whom a concern is about: somebody, nobody (said so), or still open. What is open is decided before it is judged.
ALTER TABLE concern ADD COLUMN about_nobody BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE concern SET about_nobody = TRUE WHERE status <> 'received' AND about_person_id IS NULL;
-- Since when a concern that was judged waits for a new owner.
ALTER TABLE concern ADD COLUMN unowned_since BIGINT;
