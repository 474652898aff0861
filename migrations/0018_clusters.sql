-- The last look at whether Roleport can do its work for each cluster.
create table cluster_checks (
    cluster    text primary key,
    checked_at timestamptz not null,
    -- What was looked at, and how it stands.
    items      jsonb       not null
);
