-- Tokens of the API. The text itself is kept nowhere: only its SHA-256.

create table tokens (
    id           bigint generated always as identity primary key,
    -- It acts as this person, in the roles that the person has when it is used.
    person_id    bigint      not null references people (id),
    name         text        not null check (length(name) between 1 and 80),
    kind         text        not null check (kind in ('personal', 'service')),
    scopes       text[]      not null,
    hash         bytea       not null,
    -- Its first characters, so that people know which one it is.
    prefix       text        not null check (length(prefix) = 6),
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    last_used_at timestamptz,
    constraint tokens_hash unique (hash),
    constraint tokens_hash_sha256 check (length(hash) = 32),
    constraint tokens_scopes check (
        scopes <@ array['read', 'request', 'decide', 'admin'] and cardinality(scopes) > 0
    ),
    constraint tokens_expire check (
        expires_at > created_at and expires_at <= created_at + interval '366 days'
    ),
    -- Four eyes are people's.
    constraint tokens_service_decides_nothing check (kind <> 'service' or not scopes && array['decide', 'admin'])
);
create unique index tokens_name on tokens (person_id, lower(name)) where revoked_at is null;

-- A token never comes back, and never becomes another one.
create function refuse_token_change() returns trigger language plpgsql as $$
begin
    raise exception 'token % can only be used or revoked', old.id
        using errcode = 'integrity_constraint_violation', constraint = 'tokens_immutable';
end
$$;
create trigger tokens_immutable before update on tokens
    for each row when (
        (old.person_id, old.name, old.kind, old.scopes, old.hash, old.created_at, old.expires_at)
            is distinct from
        (new.person_id, new.name, new.kind, new.scopes, new.hash, new.created_at, new.expires_at)
        or old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at
    ) execute function refuse_token_change();
create trigger tokens_kept before delete or truncate on tokens
    for each statement execute function refuse_change();
