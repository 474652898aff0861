-- Searches of the list of roles that people keep under a name of their own. Expand only.
create table saved_views (
    id        bigint generated always as identity primary key,
    person_id bigint      not null references people (id),
    name      text        not null check (length(name) between 1 and 60),
    -- What follows the question mark of the list's address.
    query     text        not null check (length(query) <= 1000),
    made_at   timestamptz not null default now(),
    constraint saved_views_name unique (person_id, name)
);

-- The list of roles in other orders than by application.
create index roles_by_cluster on roles (cluster, id) where state = 'active';
create index roles_by_namespace on roles (namespace, id) where state = 'active';
create index roles_by_account on roles (service_account, id) where state = 'active';

select grant_server_rights();
