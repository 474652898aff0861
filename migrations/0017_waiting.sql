-- A retirement that is approved waits, so that it can be called off.
alter table requests add column not_before timestamptz;
