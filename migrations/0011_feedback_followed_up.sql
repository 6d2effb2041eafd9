-- What a senior said of a visit that was not good is followed up by a coordinator: when, who, what came of it.
ALTER TABLE feedback ADD COLUMN followed_up_at BIGINT;
ALTER TABLE feedback ADD COLUMN followed_up_by TEXT;
ALTER TABLE feedback ADD COLUMN followed_up_note TEXT;
