CREATE TABLE prove (
  id       TEXT PRIMARY KEY,
  prefix   TEXT NOT NULL,
  number   INTEGER NOT NULL,
  -- Milliseconds since 1970, UTC. Null: claimed by a prove that runs now, or was stopped.
  at       INTEGER,
  product  TEXT,
  artifact TEXT,
  version  TEXT,
  sha256   TEXT,
  file     TEXT,
  result   TEXT,
  sentence TEXT,
  millis   INTEGER,
  planned  INTEGER,
  pipeline TEXT,
  evidence TEXT,
  UNIQUE (prefix, number)
) STRICT;

CREATE INDEX prove_at ON prove (at);

CREATE TABLE run (
  prove          TEXT NOT NULL REFERENCES prove (id) ON DELETE CASCADE,
  number         INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  product        TEXT NOT NULL,
  combination    TEXT NOT NULL,
  counterpart    TEXT NOT NULL,
  environment    TEXT NOT NULL,
  result         TEXT NOT NULL,
  decided_by     TEXT,
  cause          TEXT,
  millis         INTEGER NOT NULL,
  retried        INTEGER NOT NULL,
  control_passed INTEGER NOT NULL,
  statement      TEXT,
  name           TEXT NOT NULL,
  PRIMARY KEY (prove, number)
) STRICT;

CREATE INDEX run_of_environment ON run (product, environment, at);

CREATE TABLE run_check (
  prove    TEXT NOT NULL,
  run      INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  result   TEXT NOT NULL,
  millis   INTEGER NOT NULL,
  PRIMARY KEY (prove, run, position),
  FOREIGN KEY (prove, run) REFERENCES run (prove, number) ON DELETE CASCADE
) STRICT;

CREATE TABLE run_file (
  prove    TEXT NOT NULL,
  run      INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  -- How far into the boot its last line is; null for what is no console, or has no times.
  millis   INTEGER,
  PRIMARY KEY (prove, run, position),
  FOREIGN KEY (prove, run) REFERENCES run (prove, number) ON DELETE CASCADE
) STRICT;

-- Somebody looked at an environment: flakes before that are not held against it any more.
CREATE TABLE looked (
  product     TEXT NOT NULL,
  environment TEXT NOT NULL,
  at          INTEGER NOT NULL,
  reason      TEXT NOT NULL,
  PRIMARY KEY (product, environment, at)
) STRICT;
