-- Plans: the exact calls that a request would send, as AWS was when they were made. An approval is
-- bound to one.

create table plans (
    id         bigint generated always as identity primary key,
    request_id bigint      not null,
    revision   integer     not null,
    hash       text        not null,
    -- Not jsonb: documents keep the order in which people read them.
    plan       json        not null,
    -- Something stands in the way: nobody can approve it.
    blocked    boolean     not null,
    read_at    timestamptz not null default now(),
    foreign key (request_id, revision) references revisions (request_id, number)
);
create index plans_by_request on plans (request_id, id);
create trigger plans_append_only before update or delete or truncate on plans
    for each statement execute function refuse_change();

alter table requests
    add column plan_id      bigint references plans (id),
    -- Counts the plans that said something else than the one before: open pages show them, and what
    -- somebody edits does not change by it.
    add column plan_changes integer not null default 0;

create or replace function tell_request() returns trigger language plpgsql as $$
begin
    perform pg_notify('roleport_requests', json_build_object(
        'id', new.id, 'version', new.version + new.plan_changes, 'state', new.state)::text);
    return null;
end
$$;
drop trigger requests_tell on requests;
create trigger requests_tell after insert or update of state, version, plan_changes on requests
    for each row execute function tell_request();

-- An approval counts for the plan that it saw: a new plan needs new ones.
alter table decisions add column plan_hash text;
drop index decisions_once_a_person;
create unique index decisions_once_a_person
    on decisions (request_id, revision, person_id, coalesce(plan_hash, ''))
    where verdict = 'approved';
drop index decisions_once;
create unique index decisions_once on decisions (request_id) where verdict = 'rejected';
create unique index decisions_once_break_glass
    on decisions (request_id, revision, coalesce(plan_hash, '')) where verdict = 'break_glass';
