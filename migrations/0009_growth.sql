-- What a million requests made slow (docs/performance.md): each of these was read through to its end.

-- The names of roles there are, one look each, for the history's filter.
create index requests_by_role_name on requests (role_name);

-- Events of a role and no request are rare: who sees few of them must not walk past the others.
create index events_of_roles on events (position desc) where request_id is null and role_id is not null;
