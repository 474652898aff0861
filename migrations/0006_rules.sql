-- Approval rules: versions of one document, each put in force by somebody else than its writer.

-- What people were at the provider when they last signed in: who can be asked for an approval.
alter table people
    add column if not exists roles    text[] not null default '{}',
    add column if not exists roles_at timestamptz,
    add column if not exists groups   text[] not null default '{}';

create table rule_sets (
    version     bigint generated always as identity primary key,
    -- As it was written, and as it was understood.
    source      text        not null check (length(source) <= 100000),
    document    jsonb       not null,
    state       text        not null default 'proposed' check (
        state in ('proposed', 'active', 'superseded', 'rejected', 'withdrawn')
    ),
    author_id   bigint      not null references people (id),
    comment     text        not null,
    proposed_at timestamptz not null default now(),
    decided_by  bigint references people (id),
    decided_at  timestamptz,
    constraint rule_sets_decided check (
        (state = 'proposed') = (decided_by is null and decided_at is null)
    ),
    -- Rules are under four eyes themselves; only their writer takes a proposal back.
    constraint rule_sets_four_eyes check (
        decided_by is null or (decided_by = author_id) = (state = 'withdrawn')
    )
);
create unique index rule_sets_one_active on rule_sets ((true)) where state = 'active';
create unique index rule_sets_one_proposed on rule_sets ((true)) where state = 'proposed';

-- What was proposed never changes; only what became of it is written.
create function refuse_rule_change() returns trigger language plpgsql as $$
begin
    raise exception 'rule set % can not be changed', old.version
        using errcode = 'integrity_constraint_violation', constraint = 'rule_sets_immutable';
end
$$;
create trigger rule_sets_immutable before update on rule_sets
    for each row when (
        (old.version, old.source, old.document, old.author_id, old.comment, old.proposed_at)
            is distinct from
        (new.version, new.source, new.document, new.author_id, new.comment, new.proposed_at)
        or not (old.state = 'proposed'
                or old.state = 'active' and new.state = 'superseded'
                    and old.decided_by = new.decided_by)
    ) execute function refuse_rule_change();
create trigger rule_sets_kept before delete or truncate on rule_sets
    for each statement execute function refuse_change();

-- By which rule Roleport approved it without anybody.
alter table requests add column auto_approved_by text;
