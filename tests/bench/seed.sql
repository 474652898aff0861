-- A portal that has been used for years: psql -v requests=1000000 -v events=10 -f seed.sql
--   requests  how many requests; a tenth of them made a role, one in 500 waits
--   events    how many events each of them has
-- For measuring only. The history is written past its trigger and is no valid chain.
\set ON_ERROR_STOP on
begin;
set local session_replication_role = replica;

insert into people (issuer, subject, email, name, roles, roles_at)
select 'bench', 'p' || i, 'person' || i || '@example.com', 'Person ' || i,
       case when i % 20 = 0 then array['approver'] else array['developer'] end, now()
from generate_series(1, 1000) i
on conflict do nothing;

create temporary table writers on commit drop as
select row_number() over (order by id) - 1 as n, id from people where issuer = 'bench';
create unique index on writers (n);

insert into roles (cluster, account_id, app, namespace, service_account, role_name, arn, grants)
select 'production', '003250186609', 'app-' || i, 'ns-' || i % 5000, 'app-' || i, 'bench-app-' || i,
       'arn:aws:iam::003250186609:role/bench-app-' || i,
       jsonb_build_array(jsonb_build_object('service', 's3', 'bucket', 'bucket-' || i % 20000,
           'prefix', 'in/', 'access', jsonb_build_array('list', 'read')))
from generate_series(1, greatest(:requests / 10, 1)) i;

create temporary table first_role on commit drop as select min(id) as id from roles where role_name like 'bench-app-%';

insert into requests (kind, state, version, role_id, cluster, account_id, app, namespace,
    service_account, role_name, cluster_spec, grants, grants_before, reason, hash, author_id,
    idempotency_key, submitted_at, updated_at, active_at)
select case when i % 10 = 0 then 'new_role' else 'change_grants' end,
       case when i % 500 = 0 then 'submitted' when i % 50 = 1 then 'rejected' else 'applied' end,
       3, (select id from first_role) + (i / 10) % greatest(:requests / 10, 1),
       'production', '003250186609', 'app-' || i, 'ns-' || i % 5000, 'app-' || i, 'bench-app-' || i,
       jsonb_build_object('name', 'production', 'account_id', '003250186609', 'partition', 'aws',
           'region', 'us-east-1', 'oidc_issuer',
           'https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
           'role_name_pattern', 'bench-{app}', 'role_path', '/', 'permissions_boundary', null),
       jsonb_build_array(jsonb_build_object('service', 's3', 'bucket', 'bucket-' || i % 20000,
           'prefix', 'in/', 'access', jsonb_build_array('list', 'read'))),
       '[]', 'Reads the daily export.', md5(i::text), w.id, 'bench-' || i,
       now() - make_interval(mins => :requests - i), now(), now()
from generate_series(1, :requests) i join writers w on w.n = i % 1000;

insert into revisions (request_id, number, person_id, cluster, app, namespace, service_account,
    role_name, grants, grants_before, reason, hash, made_at)
select id, 1, author_id, cluster, app, namespace, service_account, role_name, grants, grants_before,
       reason, hash, submitted_at
from requests where idempotency_key like 'bench-%';

insert into decisions (request_id, author_id, person_id, verdict, comment, hash, decided_at)
select r.id, r.author_id, w.id, case r.state when 'applied' then 'approved' else 'rejected' end, '',
       r.hash, r.submitted_at
from requests r join writers w on w.n = (r.id * 20 + 19) % 1000
where r.idempotency_key like 'bench-%' and r.state in ('applied', 'rejected') and w.id <> r.author_id;

create temporary table head on commit drop as select position from event_head;
insert into events (at, kind, person_id, request_id, role_id, words, position, previous_hash, hash,
    actor_name, actor_email, address, via, role_name, buckets)
select r.submitted_at, (array['request.submitted', 'request.approved', 'request.applying',
           'request.applied', 'request.commented'])[1 + n % 5],
       r.author_id, r.id, r.role_id, 'did something of note',
       (select position from head) + row_number() over (), sha256(r.id::text::bytea),
       sha256((r.id * 100 + n)::text::bytea), 'Person', 'person@example.com', '192.0.2.7', 'portal',
       r.role_name, array['bucket-' || r.id % 20000]
from requests r, generate_series(1, :events) n
where r.idempotency_key like 'bench-%';
update event_head set position = (select max(position) from events);

insert into role_grants (role_id, grants, valid_from)
select id, grants, created_at from roles where role_name like 'bench-app-%';
commit;
vacuum analyze;
