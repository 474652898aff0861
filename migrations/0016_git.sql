-- Roles as Terraform in a Git repository: which changes are not there yet, and how the last push went.

-- Written with the change itself, removed when it is in the repository, or when none is configured.
create table git_changes (
    request_id bigint      primary key references requests (id),
    made_at    timestamptz not null default now()
);

-- The last try; one row at most.
create table git_pushes (
    only_one  boolean     primary key default true check (only_one),
    tried_at  timestamptz not null,
    -- Why it failed; none when it did not.
    error     text,
    -- What is in the repository since the last try that did not fail.
    commit_id text,
    pushed_at timestamptz
);
