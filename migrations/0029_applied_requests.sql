-- What a role was last applied as. Without it a role's newest applied request was looked for in all requests there are, from the
-- newest on: with a million of them the page of the clusters took 2 s (docs/performance.md).
create index requests_applied on requests (role_id, id desc) where state = 'applied' and kind <> 'retire';
