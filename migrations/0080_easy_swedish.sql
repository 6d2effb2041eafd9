-- Whose language is Swedish may read it in easy words.
ALTER TABLE person ADD COLUMN easy_swedish BOOLEAN NOT NULL DEFAULT FALSE;
