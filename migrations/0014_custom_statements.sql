-- Periods with a statement that somebody wrote: it may be about any bucket, so that "who could read this bucket?"
-- looks at all of them.
create index role_grants_custom on role_grants (role_id) where grants @> '[{"service": "custom"}]';
