-- Drift: what was found when a role was last compared with AWS; and requests that restore it.

alter table requests
    drop constraint requests_kind_check,
    add constraint requests_kind_check check (kind in ('new_role', 'change_grants', 'retire', 'restore'));

-- The last comparison of each role. What came and went is in the history.
create table role_checks (
    role_id    bigint primary key references roles (id),
    checked_at timestamptz not null,
    -- The calls that would bring AWS back; none where it is as approved.
    plan       json        not null,
    hash       text        not null,
    drifted    boolean     not null,
    -- Why it could not be compared; then the rest is of the time before.
    unreadable text,
    -- The day and region of its last use that AWS knows of.
    last_used  text
);
create index role_checks_drifted on role_checks (role_id) where drifted;
