-- What lasts. Everything else is built from it: see projections.sql.
CREATE TABLE event (
  -- The order in which events of all products were appended.
  position INTEGER PRIMARY KEY,
  product TEXT NOT NULL,
  number INTEGER NOT NULL,
  time INTEGER NOT NULL,
  actor TEXT NOT NULL,
  token TEXT,
  cause TEXT NOT NULL,
  trace TEXT NOT NULL,
  format INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (product, number)
) STRICT;

-- Against mistakes, not against the file's owner: that is what the chain is for.
CREATE TRIGGER an_event_is_never_changed BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'an event is never changed');
END;

CREATE TRIGGER an_event_is_never_removed BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'an event is never removed');
END;

-- Which form the projections are of; none before they were first built.
CREATE TABLE projected (form TEXT NOT NULL) STRICT;
