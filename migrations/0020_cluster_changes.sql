-- Clusters are edited in the portal: proposed by one admin, put in force by another.

create table cluster_changes (
    id            bigint generated always as identity primary key,
    cluster       text        not null,
    -- The cluster and the way into its account, as they were and as they are to be; null: not there.
    before        jsonb,
    after         jsonb,
    -- How the account of `after` was reached; null: with Roleport's own credentials.
    access_before jsonb,
    state         text        not null default 'proposed' check (
        state in ('proposed', 'approved', 'rejected', 'withdrawn')
    ),
    author_id     bigint      not null references people (id),
    comment       text        not null,
    proposed_at   timestamptz not null default now(),
    decided_by    bigint references people (id),
    decided_at    timestamptz,
    constraint cluster_changes_changes check (before is not null or after is not null),
    constraint cluster_changes_named check (
        coalesce(before #>> '{cluster,name}', cluster) = cluster
        and coalesce(after #>> '{cluster,name}', cluster) = cluster
    ),
    constraint cluster_changes_decided check (
        (state = 'proposed') = (decided_by is null and decided_at is null)
    ),
    -- Only its writer takes a proposal back, and somebody else decides on it.
    constraint cluster_changes_four_eyes check (
        decided_by is null or (decided_by = author_id) = (state = 'withdrawn')
    )
);
create unique index cluster_changes_one_proposed on cluster_changes (cluster) where state = 'proposed';

-- What was proposed never changes; only what became of it is written.
create function refuse_cluster_change() returns trigger language plpgsql as $$
begin
    raise exception 'change % of the clusters can not be changed', old.id
        using errcode = 'integrity_constraint_violation', constraint = 'cluster_changes_immutable';
end
$$;
create trigger cluster_changes_immutable before update on cluster_changes
    for each row when (
        (old.id, old.cluster, old.before, old.after, old.access_before, old.author_id, old.comment, old.proposed_at)
            is distinct from
        (new.id, new.cluster, new.before, new.after, new.access_before, new.author_id, new.comment, new.proposed_at)
        or old.state <> 'proposed'
    ) execute function refuse_cluster_change();
create trigger cluster_changes_kept before delete or truncate on cluster_changes
    for each statement execute function refuse_change();

-- What is in force.
create table clusters (
    name      text primary key,
    position  bigint  not null generated always as identity,
    spec      jsonb   not null,
    removed   boolean not null default false,
    -- The change that put it in force; null: taken in from the configuration's file.
    change_id bigint references cluster_changes (id),
    constraint clusters_named check (spec ->> 'name' = name)
);
create table accounts (
    id        text primary key check (id ~ '^[0-9]{12}$'),
    -- The role that is assumed there; null: Roleport's own credentials are the account's.
    access    jsonb,
    change_id bigint references cluster_changes (id)
);

-- Nothing else than what another admin has approved comes into force, whatever the code does.
create function refuse_unapproved_cluster() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and new.change_id is null then
        return new;
    end if;
    if exists (select from cluster_changes c
               where c.id = new.change_id and c.state = 'approved' and c.cluster = new.name
                 and case when new.removed then c.after is null else c.after -> 'cluster' = new.spec end)
       and (tg_op = 'INSERT' or new.change_id > coalesce(old.change_id, 0)) then
        return new;
    end if;
    raise exception 'nobody has approved these settings of the cluster %', new.name
        using errcode = 'integrity_constraint_violation', constraint = 'clusters_approved';
end
$$;
create trigger clusters_approved before insert or update on clusters
    for each row execute function refuse_unapproved_cluster();

create function refuse_unapproved_access() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' and new.change_id is null then
        return new;
    end if;
    if exists (select from cluster_changes c
               where c.id = new.change_id and c.state = 'approved'
                 and c.after #>> '{cluster,account_id}' = new.id
                 and c.after -> 'access' is not distinct from new.access)
       and (tg_op = 'INSERT' or new.change_id > coalesce(old.change_id, 0)) then
        return new;
    end if;
    raise exception 'nobody has approved this way into the account %', new.id
        using errcode = 'integrity_constraint_violation', constraint = 'accounts_approved';
end
$$;
create trigger accounts_approved before insert or update on accounts
    for each row execute function refuse_unapproved_access();

-- What stands on a cluster.
create index roles_of_cluster on roles (cluster) where state = 'active';
create index requests_open_of_cluster on requests (cluster)
    where state in ('submitted', 'changes_requested', 'approved', 'applying', 'failed');

-- The new tables are the server's as well.
select grant_server_rights();
