-- Comments on a line of access: of which revision, and which line that was. The line is kept as it was
-- read, so that it can be told whatever later revisions make of it. Expand only: a server of the version
-- before writes comments about the whole request, and shows these as such.

alter table comments
    add column revision integer,
    add column line     jsonb,
    add constraint comments_line check ((revision is null) = (line is null)),
    add constraint comments_revision foreign key (request_id, revision)
        references revisions (request_id, number);

-- What was commented on stays; only the text can be edited.
create function refuse_moved_comment() returns trigger language plpgsql as $$
begin
    raise exception 'comment % can not be moved to something else', old.id
        using errcode = 'integrity_constraint_violation', constraint = 'comments_stay';
end
$$;
create trigger comments_stay before update on comments
    for each row when (
        (old.request_id, old.author_id, old.revision, old.line)
            is distinct from (new.request_id, new.author_id, new.revision, new.line)
    ) execute function refuse_moved_comment();
