-- Who sees what, over indexes: each reason for which somebody sees a request has its own, so that a
-- list costs what the viewer's share is worth and not what the table is (docs/decisions/0013).

-- A namespace within its cluster, as the rules write it. No namespace has a slash.
create index requests_by_place on requests ((cluster || '/' || namespace), id desc);
create index requests_by_role on requests (role_id, author_id);
create index roles_by_place on roles ((cluster || '/' || namespace));
create index decisions_by_person on decisions (person_id, request_id);
create index comments_by_author on comments (author_id, request_id);
create index comment_mentions_by_person on comment_mentions (person_id, comment_id);

-- The buckets of a request's present content, before and after it. An array has no order by request
-- within a bucket, and a page needs one. Kept by a trigger, so that a server of the version before
-- keeps it as well.
create table request_buckets (
    request_id bigint not null references requests (id),
    bucket     text   not null,
    -- The request's role, as soon as there is one: roles are seen through their requests.
    role_id    bigint references roles (id),
    primary key (request_id, bucket)
);
insert into request_buckets (request_id, bucket, role_id)
select id, unnest(grant_buckets(grants, grants_before)), role_id from requests;
create index request_buckets_by_bucket on request_buckets (bucket, request_id desc);
create index request_buckets_by_role on request_buckets (role_id, bucket);

create function keep_request_buckets() returns trigger language plpgsql as $$
declare
    present text[] := grant_buckets(new.grants, new.grants_before);
begin
    if tg_op = 'UPDATE' then
        delete from request_buckets where request_id = new.id and bucket <> all (present);
    end if;
    insert into request_buckets (request_id, bucket, role_id)
    select new.id, unnest(present), new.role_id
    on conflict (request_id, bucket) do update set role_id = excluded.role_id;
    return null;
end
$$;
create trigger requests_first_buckets after insert on requests
    for each row execute function keep_request_buckets();
create trigger requests_next_buckets after update on requests
    for each row when (
        (new.grants, new.grants_before, new.role_id)
            is distinct from (old.grants, old.grants_before, old.role_id)
    ) execute function keep_request_buckets();

-- One request, role or event at a time; `domain/src/visibility.rs` is the rule that these follow.
-- No viewer: everything is seen. `asked`: requests that a rule asks them about.
-- plpgsql, since it keeps its plans.
create function request_is_seen(
    wanted bigint, viewer bigint, places text[], buckets text[], people bigint[], asked bigint[]
) returns boolean stable language plpgsql as $$
declare
    request record;
begin
    if viewer is null then
        return true;
    end if;
    select cluster || '/' || namespace as place, author_id into request
    from requests where id = wanted;
    return found and (
        request.author_id = viewer
        or request.author_id = any (people)
        or request.place = any (places)
        or wanted = any (asked)
        or exists (select from request_buckets b
                   where b.request_id = wanted and b.bucket = any (buckets))
        or exists (select from revisions v where v.person_id = viewer and v.request_id = wanted)
        or exists (select from decisions d where d.person_id = viewer and d.request_id = wanted)
        or exists (select from comments c where c.author_id = viewer and c.request_id = wanted)
        or exists (select from comments c join comment_mentions m on m.comment_id = c.id
                   where c.request_id = wanted and m.person_id = viewer));
end
$$;

-- Requests that have to do with a person themselves, whatever their teams are.
create function requests_of(viewer bigint) returns setof bigint stable language sql as $$
    select id from requests where author_id = viewer
    union select request_id from revisions where person_id = viewer
    union select request_id from decisions where person_id = viewer
    union select request_id from comments where author_id = viewer
    union select c.request_id from comment_mentions m join comments c on c.id = m.comment_id
          where m.person_id = viewer
$$;

-- A role by its own place and buckets, or by a request for it, reason by reason: each is one look for
-- each person or bucket (`any` would read all requests of the role), not one for each request. A request of a role has the role's own place.
create function role_is_seen(
    wanted bigint, viewer bigint, places text[], buckets text[], people bigint[], asked bigint[]
) returns boolean stable language plpgsql as $$
begin
    return viewer is null
        or exists (select from roles r where r.id = wanted
                   and (r.cluster || '/' || r.namespace = any (places)
                        or grant_buckets(r.grants) && buckets))
        or exists (
            select from unnest(people) as own (person) cross join lateral (
                select from requests q
                where q.role_id = wanted and q.author_id = own.person limit 1) q)
        or exists (
            select from unnest(buckets) as own (bucket) cross join lateral (
                select from request_buckets b
                where b.role_id = wanted and b.bucket = own.bucket limit 1) b)
        or exists (select from requests q where q.id = any (asked) and q.role_id = wanted)
        or exists (select from requests_of(viewer) as own (id) join requests q on q.id = own.id
                   where q.role_id = wanted);
end
$$;

-- All roles that somebody sees, for a list.
create function roles_seen(
    viewer bigint, places text[], buckets text[], people bigint[], asked bigint[]
) returns setof bigint stable language sql as $$
    select id from roles r
    where cluster || '/' || namespace = any (places)
       or grant_buckets(grants) && buckets
       or exists (
            select from unnest(people) as own (person) cross join lateral (
                select from requests q
                where q.role_id = r.id and q.author_id = own.person limit 1) q)
       or exists (
            select from unnest(buckets) as own (bucket) cross join lateral (
                select from request_buckets b
                where b.role_id = r.id and b.bucket = own.bucket limit 1) b)
    union select role_id from requests where id = any (asked)
    union select q.role_id from requests_of(viewer) as own (id) join requests q on q.id = own.id
$$;

create function event_is_seen(
    request_id bigint, role_id bigint, kind text, person_id bigint,
    viewer bigint, places text[], buckets text[], people bigint[], asked bigint[]
) returns boolean stable language plpgsql as $$
begin
    return viewer is null or case
        when request_id is not null
            then request_is_seen(request_id, viewer, places, buckets, people, asked)
        when role_id is not null
            then role_is_seen(role_id, viewer, places, buckets, people, asked)
        else kind like 'rules.%' or kind like 'configuration.%'
            or coalesce(person_id = viewer or person_id = any (people), false)
    end;
end
$$;

select grant_server_rights();
