-- The audit history: a chain that shows any edited, removed, reordered or inserted row, and a role
-- for the server that may append to it and nothing else. Which part protects against whom:
-- docs/audit.md. Expand-only: a server of the version before can still append.

-- 1. The events get their place in the chain and what an auditor asks for.

alter table events
    add column position      bigint,
    add column previous_hash bytea,
    add column hash          bytea,
    -- As they were then; `people` has the names of today.
    add column actor_name    text,
    add column actor_email   text,
    add column address       text,
    add column via           text,
    -- Of the role or request, so that no filter needs a join.
    add column role_name     text,
    add column buckets       text[] not null default '{}',
    add column before        jsonb,
    add column after         jsonb;

-- The end of the chain. Its one row is locked by whoever appends, until they commit: positions have
-- no gaps and everybody reads the chain in one order.
create table event_head (
    only_row boolean     primary key default true check (only_row),
    position bigint      not null,
    hash     bytea       not null,
    at       timestamptz not null
);
insert into event_head (position, hash, at) values (0, decode(repeat('00', 32), 'hex'), '-infinity');

-- A field as the hash sees it: its length in bytes, then the bytes; absent is not empty.
-- `domain/src/chain.rs` computes the same. Without a search path of its own, so that it is inlined.
create function chain_field(value text) returns bytea immutable language sql as $$
    select case
        when value is null then pg_catalog.int4send(-1)
        else pg_catalog.int4send(pg_catalog.octet_length(pg_catalog.convert_to(value, 'UTF8')))
            || pg_catalog.convert_to(value, 'UTF8')
    end
$$;

-- plpgsql, since it keeps its plan: ten times as fast as the same in SQL, and others wait for it.
create function event_hash(event events) returns bytea stable language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
declare
    bucket text;
    bucket_fields bytea := '';
begin
    foreach bucket in array event.buckets loop
        bucket_fields := bucket_fields || chain_field(bucket);
    end loop;
    return sha256(
        chain_field('roleport event 1')
        || chain_field(event.position::text)
        || int4send(octet_length(event.previous_hash)) || event.previous_hash
        || chain_field(event.id::text)
        -- Microseconds since 1970: no time zone and no format in it.
        || chain_field((extract(epoch from event.at) * 1000000)::bigint::text)
        || chain_field(event.kind)
        || chain_field(event.person_id::text)
        || chain_field(event.actor_name)
        || chain_field(event.actor_email)
        || chain_field(event.address)
        || chain_field(event.via)
        || chain_field(event.request_id::text)
        || chain_field(event.role_id::text)
        || chain_field(event.role_name)
        || chain_field(cardinality(event.buckets)::text)
        || bucket_fields
        || chain_field(event.words)
        || chain_field(event.comment)
        || chain_field(event.before::text)
        || chain_field(event.after::text)
    );
end
$$;

-- The buckets that grants name, each once.
create function grant_buckets(variadic lists jsonb[]) returns text[] immutable language sql
    set search_path = pg_catalog, public, pg_temp as $$
    select coalesce(array_agg(distinct entry ->> 'bucket' order by entry ->> 'bucket'), '{}')
    from unnest(lists) as list, jsonb_array_elements(list) as entry
    where entry ->> 'bucket' is not null
$$;

-- What an event is about, filled in by the database: the server can't leave it out or change it.
create function describe_event(inout event events) language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
declare
    request_name text;
    request_buckets text[] := '{}';
    named_role text;
    role_buckets text[] := '{}';
begin
    select name, email into event.actor_name, event.actor_email
    from people where id = event.person_id;
    select role_name, grant_buckets(grants, grants_before) into request_name, request_buckets
    from requests where id = event.request_id;
    select role_name, grant_buckets(grants) into named_role, role_buckets
    from roles where id = event.role_id;
    event.role_name := coalesce(named_role, request_name);
    event.buckets := array(
        select distinct bucket
        from unnest(coalesce(request_buckets, '{}') || coalesce(role_buckets, '{}')) as bucket
        order by bucket);
    -- A server of the version before does not say it.
    event.via := coalesce(event.via, case when event.person_id is null then 'worker' else 'portal' end);
end
$$;

-- Runs with its owner's rights: the server itself may not touch the head.
create function chain_event() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
declare
    head event_head;
begin
    new := describe_event(new);
    select * into strict head from event_head for update;
    new.position := head.position + 1;
    new.previous_hash := head.hash;
    -- The order of the chain is the order in time, also when the clock was set back.
    new.at := greatest(clock_timestamp(), head.at);
    new.hash := event_hash(new);
    update event_head set position = new.position, hash = new.hash, at = new.at;
    return new;
end
$$;

-- 2. The events there are already, in the order in which they happened.

alter table events disable trigger events_append_only;
do $$
declare
    event events;
    head event_head;
begin
    select * into strict head from event_head for update;
    for event in select * from events order by at, id loop
        event := describe_event(event);
        event.position := head.position + 1;
        event.previous_hash := head.hash;
        event.hash := event_hash(event);
        head.position := event.position;
        head.hash := event.hash;
        head.at := event.at;
        update events
        set position = event.position, previous_hash = event.previous_hash, hash = event.hash,
            actor_name = event.actor_name, actor_email = event.actor_email, via = event.via,
            role_name = event.role_name, buckets = event.buckets
        where id = event.id;
    end loop;
    update event_head set position = head.position, hash = head.hash, at = head.at;
end
$$;
alter table events enable trigger events_append_only;

alter table events
    alter column position set not null,
    alter column previous_hash set not null,
    alter column hash set not null,
    alter column via set not null,
    add constraint events_position unique (position);
create trigger events_chain before insert on events for each row execute function chain_event();
create trigger event_head_stays before insert or delete or truncate on event_head
    for each statement execute function refuse_change();

create index events_by_time on events (at, position);
create index events_by_kind on events (kind text_pattern_ops, position desc);
create index events_by_person on events (person_id, position desc);
create index events_by_role_name on events (role_name, position desc);
create index events_by_bucket on events using gin (buckets);

-- 3. Which grants a role had when. Half-open: [valid_from, valid_until).

create table role_grants (
    id          bigint generated always as identity primary key,
    role_id     bigint      not null references roles (id),
    grants      jsonb       not null,
    -- None for what was imported.
    request_id  bigint      references requests (id),
    valid_from  timestamptz not null,
    valid_until timestamptz,
    buckets     text[]      not null generated always as (grant_buckets(grants)) stored,
    constraint role_grants_period check (valid_until >= valid_from)
);
create unique index role_grants_one_now on role_grants (role_id) where valid_until is null;
create index role_grants_by_role on role_grants (role_id, valid_from);
create index role_grants_by_bucket on role_grants using gin (buckets);

-- A period is only ever closed; what it was is never changed.
create function close_only() returns trigger language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.valid_until is not null
        or (new.id, new.role_id, new.grants, new.request_id, new.valid_from)
            is distinct from (old.id, old.role_id, old.grants, old.request_id, old.valid_from)
    then
        raise exception 'role_grants is append-only' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
create trigger role_grants_close_only before update on role_grants
    for each row execute function close_only();
create trigger role_grants_stay before delete or truncate on role_grants
    for each statement execute function refuse_change();

-- What can be known of the time before: every applied request opened a period that lasted until
-- the next one of its role; a role without any had its grants from the start.
insert into role_grants (role_id, grants, request_id, valid_from, valid_until)
select role_id, grants, request_id, applied_at,
       lead(applied_at) over (partition by role_id order by applied_at, request_id)
from (
    select r.role_id, r.grants, r.id as request_id, coalesce(min(e.at), r.updated_at) as applied_at
    from requests r left join events e on e.request_id = r.id and e.kind = 'request.applied'
    where r.state = 'applied' and r.role_id is not null
    group by r.id
) as applied;
insert into role_grants (role_id, grants, valid_from)
select id, grants, created_at from roles
where not exists (select from role_grants where role_id = roles.id);

-- 4. The server's own role, and its rights. Called again after every migration, by their owner.
--
-- False where the database's user may not make roles, as on some managed databases: then only the
-- triggers protect the history. The role belongs to the whole cluster, so another database may have
-- made it before, or in the same moment.
create function grant_server_rights() returns boolean language plpgsql
    set search_path = pg_catalog, public, pg_temp as $$
declare
    item record;
    settable text := case
        when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
    -- Two servers that start at once would change the same rights at once.
    perform pg_advisory_xact_lock(hashtext('roleport grant_server_rights'));
    if to_regrole('roleport_server') is null then
        begin
            create role roleport_server nologin;
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then return false;
        end;
    end if;
    if not pg_has_role(current_user, 'roleport_server', settable) then
        begin
            execute format('grant roleport_server to %I', current_user);
        exception when others then
            -- A login of the server's own may be a member all the same.
            raise notice 'can''t become roleport_server: %', sqlerrm;
        end;
    end if;

    grant usage on schema public to roleport_server;
    for item in
        select c.oid::regclass as name, c.relname,
               exists (
                   select from pg_trigger t
                   where t.tgrelid = c.oid and t.tgfoid = 'refuse_change'::regproc
                     and t.tgtype & 16 = 16
               ) as append_only
        from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and pg_has_role(current_user, c.relowner, 'usage')
    loop
        execute format('revoke all on %s from roleport_server', item.name);
        if item.relname in ('event_head', '_sqlx_migrations') then
            execute format('grant select on %s to roleport_server', item.name);
        elsif item.relname = 'role_grants' then
            execute format('grant select, insert, update (valid_until) on %s to roleport_server', item.name);
        elsif item.append_only then
            execute format('grant select, insert on %s to roleport_server', item.name);
        else
            execute format('grant select, insert, update, delete on %s to roleport_server', item.name);
        end if;
    end loop;
    grant usage, select on all sequences in schema public to roleport_server;

    -- The job queue makes its own tables, with row security that only their owner passes.
    if to_regnamespace('graphile_worker') is not null then
        grant usage on schema graphile_worker to roleport_server;
        grant select, insert, update, delete on all tables in schema graphile_worker to roleport_server;
        grant usage, select on all sequences in schema graphile_worker to roleport_server;
        grant execute on all functions in schema graphile_worker to roleport_server;
        for item in
            select c.oid::regclass as name from pg_class c
            where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
              and not exists (
                  select from pg_policy p where p.polrelid = c.oid and p.polname = 'roleport_server')
        loop
            execute format(
                'create policy roleport_server on %s to roleport_server using (true) with check (true)',
                item.name);
        end loop;
    end if;
    return true;
end
$$;
revoke execute on function grant_server_rights() from public;
select grant_server_rights();
