-- What the home page counts, in a time that does not grow with the tables (docs/performance.md).

-- Approvals of one week, the newest first; a sample of each is read.
create index decisions_by_time on decisions (decided_at desc) where verdict = 'approved';
-- Active roles, the ones changed last first.
create index roles_by_change on roles (updated_at desc, id desc) where state = 'active';
