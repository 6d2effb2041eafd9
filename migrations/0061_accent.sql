-- The municipality's own colour for one line under the header, or none.
ALTER TABLE municipality ADD COLUMN accent TEXT CHECK (accent IS NULL OR (length(accent) = 7 AND substr(accent, 1, 1) = '#'));
