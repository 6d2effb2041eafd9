-- How a person reads, on every device they sign in with. NULL: they have not said, and the device's own choice holds.
ALTER TABLE person ADD COLUMN text_size TEXT CHECK (text_size IN ('1', '2', '3'));
ALTER TABLE person ADD COLUMN theme TEXT CHECK (theme IN ('device', 'light', 'dark', 'contrast'));
ALTER TABLE person ADD COLUMN listening BOOLEAN;
ALTER TABLE person ADD COLUMN compact BOOLEAN;
