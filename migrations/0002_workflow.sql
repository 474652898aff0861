-- The whole life of a request: revisions, several decisions on one, comments, drafts, retirement,
-- expiry and break-glass. Expand only: a server of the version before keeps working beside it.

alter table requests
    drop constraint requests_kind_check,
    add constraint requests_kind_check check (kind in ('new_role', 'change_grants', 'retire')),
    drop constraint requests_state_check,
    add constraint requests_state_check check (
        state in ('submitted', 'changes_requested', 'approved', 'applying', 'applied', 'failed',
                  'rejected', 'withdrawn', 'expired')
    ),
    -- Counts the contents from 1; a decision belongs to one of them.
    add column revision    integer not null default 1,
    -- Who wrote the present revision; none: the author.
    add column revised_by  bigint references people (id),
    -- Approved without the people whom the rules want: marked for good.
    add column break_glass boolean not null default false,
    add column copied_from bigint references requests (id),
    -- When somebody last did something about it, and when its people were reminded of it.
    add column active_at   timestamptz not null default now(),
    add column reminded_at timestamptz;
update requests set active_at = updated_at;

drop index requests_one_open;
drop index requests_one_open_name;
create unique index requests_one_open on requests (cluster, namespace, service_account)
    where state in ('submitted', 'changes_requested', 'approved', 'applying', 'failed');
create unique index requests_one_open_name on requests (account_id, lower(role_name))
    where state in ('submitted', 'changes_requested', 'approved', 'applying', 'failed');
drop index requests_queue;
create index requests_queue on requests (id) where state = 'submitted';
create index requests_idle on requests (active_at)
    where state in ('submitted', 'changes_requested');

-- Every content that a request ever had. A trigger writes it, so that no way of changing a request
-- can leave it out, a server of the version before included.
create table revisions (
    request_id      bigint      not null references requests (id),
    number          integer     not null check (number >= 1),
    person_id       bigint      not null references people (id),
    cluster         text        not null,
    app             text        not null,
    namespace       text        not null,
    service_account text        not null,
    role_name       text        not null,
    grants          jsonb       not null,
    grants_before   jsonb       not null,
    reason          text        not null,
    hash            text        not null,
    made_at         timestamptz not null default now(),
    primary key (request_id, number)
);
create index revisions_by_person on revisions (person_id, request_id);

insert into revisions (request_id, number, person_id, cluster, app, namespace, service_account,
    role_name, grants, grants_before, reason, hash, made_at)
select id, 1, author_id, cluster, app, namespace, service_account, role_name, grants,
       grants_before, reason, hash, submitted_at
from requests;

create function keep_revision() returns trigger language plpgsql as $$
begin
    insert into revisions (request_id, number, person_id, cluster, app, namespace,
        service_account, role_name, grants, grants_before, reason, hash)
    values (new.id, new.revision, coalesce(new.revised_by, new.author_id), new.cluster, new.app,
        new.namespace, new.service_account, new.role_name, new.grants, new.grants_before,
        new.reason, new.hash);
    return null;
end
$$;
create trigger requests_first_revision after insert on requests
    for each row execute function keep_revision();
create trigger requests_next_revision after update on requests
    for each row when (new.revision <> old.revision) execute function keep_revision();

-- A content never changes under its number: what was approved is what is applied.
create function refuse_silent_revision() returns trigger language plpgsql as $$
begin
    raise exception 'the content of request % changed without a new revision', old.id
        using errcode = 'integrity_constraint_violation', constraint = 'requests_revision';
end
$$;
create trigger requests_revision before update on requests
    for each row when (
        (old.hash, old.grants, old.reason) is distinct from (new.hash, new.grants, new.reason)
        and new.revision <> old.revision + 1
        or new.revision not in (old.revision, old.revision + 1)
        or new.author_id <> old.author_id
        or old.break_glass and not new.break_glass
    ) execute function refuse_silent_revision();
create trigger revisions_append_only before update or delete or truncate on revisions
    for each statement execute function refuse_change();

-- Several people may have to approve; each decides on the content they saw.
alter table decisions
    drop constraint decisions_once,
    drop constraint decisions_verdict_check,
    add constraint decisions_verdict_check check (
        verdict in ('approved', 'rejected', 'changes_requested', 'break_glass')
    ),
    drop constraint decisions_four_eyes,
    -- Breaking the glass is the one exception, and never without a reason.
    add constraint decisions_four_eyes check (person_id <> author_id or verdict = 'break_glass'),
    add constraint decisions_break_glass_reason check (verdict <> 'break_glass' or comment <> ''),
    add column revision integer not null default 1,
    add constraint decisions_revision foreign key (request_id, revision)
        references revisions (request_id, number);
create unique index decisions_once_a_person on decisions (request_id, revision, person_id)
    where verdict = 'approved';
-- What settles a request settles it once.
create unique index decisions_once on decisions (request_id)
    where verdict in ('rejected', 'break_glass');

create function refuse_own_decision() returns trigger language plpgsql as $$
begin
    if new.verdict <> 'break_glass' and exists (
        select from revisions where request_id = new.request_id and person_id = new.person_id
    ) then
        raise exception 'person % wrote a revision of request %', new.person_id, new.request_id
            using errcode = 'check_violation', constraint = 'decisions_four_eyes';
    end if;
    return new;
end
$$;
create trigger decisions_four_eyes_of_revisions before insert on decisions
    for each row execute function refuse_own_decision();

-- What people say about a request. Earlier texts of a comment stay.
create table comments (
    id         bigint generated always as identity primary key,
    request_id bigint      not null references requests (id),
    author_id  bigint      not null references people (id),
    body       text        not null check (length(body) between 1 and 4000),
    version    integer     not null default 1,
    made_at    timestamptz not null default now(),
    edited_at  timestamptz
);
create index comments_by_request on comments (request_id, id);

create table comment_versions (
    comment_id bigint      not null references comments (id),
    version    integer     not null,
    body       text        not null,
    made_at    timestamptz not null,
    primary key (comment_id, version)
);
create trigger comment_versions_append_only before update or delete or truncate on comment_versions
    for each statement execute function refuse_change();

create table comment_mentions (
    comment_id bigint not null references comments (id),
    person_id  bigint not null references people (id),
    primary key (comment_id, person_id)
);

-- What somebody has begun to type. Not a request yet: it has no number, and nobody else sees it.
create table drafts (
    id         bigint generated always as identity primary key,
    person_id  bigint      not null references people (id),
    typed      jsonb       not null,
    version    integer     not null default 1,
    made_at    timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create index drafts_by_person on drafts (person_id, updated_at desc);

-- A retired role keeps its row and its history; its name and its service account are free again.
alter table roles
    add column state text not null default 'active',
    add constraint roles_state_check check (state in ('active', 'retired'));
drop index roles_name;
create unique index roles_name on roles (account_id, lower(role_name)) where state <> 'retired';
