-- What a million requests made slow (docs/performance.md): each of these was read through to its end.

-- The names of roles there are, one look each, for the history's filter.
create index requests_by_role_name on requests (role_name);
