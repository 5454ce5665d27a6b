-- Of the pipeline file as it was: what is made again later is told when it has changed.
ALTER TABLE prove ADD COLUMN pipeline_sha256 TEXT;
