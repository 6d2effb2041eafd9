-- Since when a request that was taken waits for a new owner: whoever had it does not coordinate its area any more.
ALTER TABLE request ADD COLUMN unowned_since BIGINT;
