-- Whether somebody with this number is known, before a second person is made.
CREATE INDEX person_phone ON person (municipality_id, phone);
