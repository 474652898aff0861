-- Adoption: roles that were in AWS before Roleport, as they were found, and requests that take them over.

alter table requests
    drop constraint requests_kind_check,
    add constraint requests_kind_check check (kind in ('new_role', 'change_grants', 'retire', 'restore', 'adopt')),
    drop constraint requests_change_names_role,
    add constraint requests_change_names_role check (kind in ('new_role', 'adopt') or role_id is not null),
    -- The role's own path, where it was there before Roleport; its name is its own as well then.
    add column existing_path text check (existing_path ~ '^/([!-~]+/)?$');
alter table roles
    add column existing_path text check (existing_path ~ '^/([!-~]+/)?$');

-- Roles whose trust names a cluster and that are not Roleport's, as AWS had them when it was last read.
create table unmanaged_roles (
    id         bigint generated always as identity primary key,
    account_id text        not null,
    cluster    text        not null,
    role_name  text        not null,
    arn        text        not null,
    -- The role with all its documents.
    found      json        not null,
    found_at   timestamptz not null default now(),
    read_at    timestamptz not null default now()
);
-- IAM compares role names in an account without regard to case.
create unique index unmanaged_roles_name on unmanaged_roles (account_id, lower(role_name));
create index unmanaged_roles_arn on unmanaged_roles (arn);
create index unmanaged_roles_list on unmanaged_roles (lower(role_name), id);

-- When an account was last read for such roles.
create table account_scans (
    account_id text primary key,
    read_at    timestamptz not null,
    -- How often it was read, so that a page can wait for the next time.
    times      bigint      not null default 1,
    -- Roles there were in all.
    roles      integer     not null,
    -- Why it could not be read; then the rest is of the time before.
    unreadable text
);

-- A retired role's name is free: another service account may have it now.
drop index roles_name;
create unique index roles_name on roles (account_id, lower(role_name)) where state = 'active';
