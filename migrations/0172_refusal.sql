-- How often somebody (nobody signed in: an empty text) was refused what, where, within an hour: the first time is a row of the log at
-- once, all further ones are told in one row when the hour is over.
CREATE TABLE refusal (
    municipality_id TEXT NOT NULL REFERENCES municipality (id),
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    place TEXT NOT NULL,
    hour BIGINT NOT NULL,
    times BIGINT NOT NULL CHECK (times >= 1),
    PRIMARY KEY (municipality_id, who, action, place, hour)
);
CREATE INDEX refusal_hour ON refusal (hour);
