-- The store of the whole main job. Forward-only: expand, then contract.
-- What the code must never do, the schema refuses as well: four eyes, one open request a role,
-- one role a service account, an edited history.

create table people (
    id         bigint generated always as identity primary key,
    issuer     text        not null,
    subject    text        not null,
    email      text        not null,
    name       text        not null,
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    constraint people_identity unique (issuer, subject)
);

create table sessions (
    id         text primary key,
    data       jsonb       not null,
    expires_at timestamptz not null
);
create index sessions_expiry on sessions (expires_at);

create table roles (
    id              bigint generated always as identity primary key,
    cluster         text        not null,
    account_id      text        not null check (account_id ~ '^[0-9]{12}$'),
    app             text        not null,
    namespace       text        not null,
    service_account text        not null,
    role_name       text        not null check (length(role_name) between 1 and 64),
    arn             text        not null,
    grants          jsonb       not null,
    aws_role_id     text,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    constraint roles_binding unique (cluster, namespace, service_account)
);
-- IAM compares role names in an account without regard to case.
create unique index roles_name on roles (account_id, lower(role_name));

create table requests (
    id              bigint generated always as identity primary key,
    kind            text        not null check (kind in ('new_role', 'change_grants')),
    state           text        not null default 'submitted' check (
        state in ('submitted', 'approved', 'applying', 'applied', 'failed', 'rejected', 'withdrawn')
    ),
    version         integer     not null default 1,
    role_id         bigint references roles (id),
    cluster         text        not null,
    account_id      text        not null,
    app             text        not null,
    namespace       text        not null,
    service_account text        not null,
    role_name       text        not null,
    -- The cluster as it was when the request was submitted: what was approved is what is applied.
    cluster_spec    jsonb       not null,
    grants          jsonb       not null,
    grants_before   jsonb       not null,
    reason          text        not null,
    hash            text        not null,
    author_id       bigint      not null references people (id),
    idempotency_key text        not null,
    failure         text,
    submitted_at    timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    constraint requests_author unique (id, author_id),
    constraint requests_once unique (author_id, idempotency_key),
    constraint requests_change_names_role check (kind = 'new_role' or role_id is not null)
);
-- One open request a role: two could otherwise overwrite each other's grants.
create unique index requests_one_open on requests (cluster, namespace, service_account)
    where state in ('submitted', 'approved', 'applying', 'failed');
create unique index requests_one_open_name on requests (account_id, lower(role_name))
    where state in ('submitted', 'approved', 'applying', 'failed');
create index requests_queue on requests (submitted_at, id) where state = 'submitted';
create index requests_by_author on requests (author_id, id desc);

create table decisions (
    id         bigint generated always as identity primary key,
    request_id bigint      not null,
    author_id  bigint      not null,
    person_id  bigint      not null references people (id),
    verdict    text        not null check (verdict in ('approved', 'rejected')),
    comment    text        not null,
    -- The content that was approved, and nothing else.
    hash       text        not null,
    decided_at timestamptz not null default now(),
    foreign key (request_id, author_id) references requests (id, author_id),
    constraint decisions_once unique (request_id),
    constraint decisions_four_eyes check (person_id <> author_id)
);

create table application_steps (
    id          bigint generated always as identity primary key,
    request_id  bigint      not null references requests (id),
    call        text        not null,
    words       text        not null,
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    error       text
);
create index application_steps_by_request on application_steps (request_id, id);

create table events (
    id         bigint generated always as identity primary key,
    at         timestamptz not null default now(),
    kind       text        not null,
    person_id  bigint references people (id),
    request_id bigint references requests (id),
    role_id    bigint references roles (id),
    words      text        not null,
    comment    text
);
create index events_by_request on events (request_id, id desc);
create index events_by_role on events (role_id, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger events_append_only before update or delete or truncate on events
    for each statement execute function refuse_change();
create trigger decisions_append_only before update or delete or truncate on decisions
    for each statement execute function refuse_change();
