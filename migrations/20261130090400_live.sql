-- What other screens and servers learn: ids only.
CREATE TABLE change_event (
    municipality_id TEXT NOT NULL,
    id TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    area_id TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (municipality_id, id)
);
CREATE INDEX change_event_id ON change_event (id);
