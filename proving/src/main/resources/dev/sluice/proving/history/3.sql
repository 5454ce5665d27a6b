-- The check at which a known-bad release must fail; null for a release that is meant for hosts.
ALTER TABLE prove ADD COLUMN goes_red TEXT;
