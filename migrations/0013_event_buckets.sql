-- The history of one bucket, in order: an array's index has no order, and a page needs one. Without it a bucket
-- that few events name was looked for in all of them (docs/performance.md).

create table event_buckets (
    bucket   text   not null,
    position bigint not null,
    primary key (bucket, position)
);
create trigger event_buckets_append_only before update or delete or truncate on event_buckets
    for each statement execute function refuse_change();

-- With its owner's rights, as the chain's own trigger: whoever may append may not leave this out.
create function list_event_buckets() returns trigger language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into event_buckets (bucket, position) select unnest(new.buckets), new.position;
    return null;
end
$$;
create trigger events_list_buckets after insert on events
    for each row when (cardinality(new.buckets) > 0) execute function list_event_buckets();

insert into event_buckets (bucket, position) select unnest(buckets), position from events;
drop index events_by_bucket;

select grant_server_rights();
