-- Made after the rows when the projections are built again: that is much faster than before them.
CREATE INDEX pipelines_by_bundle ON pipelines (product, bundle, number);
CREATE INDEX pipelines_in_use ON pipelines (product, number) WHERE state = 'in-use';

CREATE INDEX releases_by_number ON releases (product, number);
CREATE INDEX releases_by_artifact ON releases (product, artifact, number);
CREATE INDEX releases_submitted
  ON releases (urgent IS NULL OR approved_by IS NULL, submitted DESC, product, number DESC)
  WHERE state = '{"kind":"submitted"}';
CREATE INDEX releases_open ON releases (submitted, product, number) WHERE open = 1;

CREATE INDEX runs_of_a_release ON runs (product, artifact, version, number)
  WHERE artifact IS NOT NULL;
CREATE INDEX runs_alike ON runs (product, likeness, number) WHERE open = 0;
CREATE INDEX runs_open ON runs (queued, product, number) WHERE open = 1;

CREATE INDEX removed_by_number ON removed (product, number);

CREATE INDEX tokens_by_secret ON tokens (secret);
