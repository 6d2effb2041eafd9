-- One row: everybody in this database is invented, and anybody may be anybody. No row: it is for real people.
CREATE TABLE demonstration (
    id BIGINT PRIMARY KEY CHECK (id = 1)
);
