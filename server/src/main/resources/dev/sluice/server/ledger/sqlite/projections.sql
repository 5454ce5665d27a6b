-- What the log comes to. Dropped and built again from it whenever this file changes.
DROP TABLE IF EXISTS products;
DROP TABLE IF EXISTS pipelines;
DROP TABLE IF EXISTS releases;
DROP TABLE IF EXISTS runs;
DROP TABLE IF EXISTS controls;
DROP TABLE IF EXISTS runners;
DROP TABLE IF EXISTS tokens;
DROP TABLE IF EXISTS removed;

CREATE TABLE products (
  product TEXT NOT NULL PRIMARY KEY,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pipelines (
  product TEXT NOT NULL,
  number INTEGER NOT NULL,
  bundle TEXT NOT NULL,
  replaces TEXT,
  changes TEXT NOT NULL,
  author TEXT NOT NULL,
  proposed INTEGER NOT NULL,
  approved_by TEXT,
  state TEXT NOT NULL,
  reason TEXT,
  UNIQUE (product, number)
) STRICT;

CREATE TABLE releases (
  product TEXT NOT NULL,
  artifact TEXT NOT NULL,
  version TEXT NOT NULL,
  number INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  content TEXT NOT NULL,
  size INTEGER NOT NULL,
  origin TEXT NOT NULL,
  submitter TEXT NOT NULL,
  submitted INTEGER NOT NULL,
  urgent TEXT,
  approved_by TEXT,
  provenance TEXT,
  state TEXT NOT NULL,
  open INTEGER NOT NULL,
  proven INTEGER NOT NULL,
  since INTEGER NOT NULL,
  impact TEXT NOT NULL,
  UNIQUE (product, artifact, version)
) STRICT;

CREATE TABLE runs (
  product TEXT NOT NULL,
  number INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  work TEXT NOT NULL,
  artifact TEXT,
  version TEXT,
  likeness TEXT,
  state TEXT NOT NULL,
  open INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  since INTEGER NOT NULL,
  lab TEXT,
  sentence TEXT,
  evidence TEXT,
  proof TEXT,
  millis INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  UNIQUE (product, number)
) STRICT;

CREATE TABLE controls (
  product TEXT NOT NULL,
  bundle TEXT NOT NULL,
  runner TEXT NOT NULL,
  number INTEGER NOT NULL,
  time INTEGER NOT NULL,
  shown TEXT NOT NULL,
  PRIMARY KEY (product, bundle, runner)
) STRICT;

CREATE TABLE runners (
  product TEXT NOT NULL,
  runner TEXT NOT NULL,
  number INTEGER NOT NULL,
  equipment TEXT NOT NULL,
  PRIMARY KEY (product, runner)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  number INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  product TEXT,
  secret TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  revoked INTEGER
) STRICT;

CREATE TABLE removed (
  product TEXT NOT NULL,
  content TEXT NOT NULL,
  number INTEGER NOT NULL,
  time INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (product, content)
) STRICT, WITHOUT ROWID;
