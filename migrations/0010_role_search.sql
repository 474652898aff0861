-- Roles are listed page by page and found by any part of any column, in a time that does not grow
-- with their number (docs/decisions/0016-role-search.md). No extension is needed, and so no
-- administrator of the database.

-- What a role is found by, in small letters.
create function role_search_text(
    cluster text, app text, namespace text, service_account text, arn text, grants jsonb
) returns text language sql immutable parallel safe
return lower(
    cluster || ' ' || app || ' ' || namespace || ' ' || service_account || ' ' || arn || coalesce((
        select string_agg(
            ' s3://' || (line ->> 'bucket') || '/' || coalesce(line ->> 'prefix', ''), '' order by place
        )
        from jsonb_array_elements(grants) with ordinality as lines (line, place)
    ), '')
);

-- Every piece of one, two and three letters in a text: a text that has another in it has the
-- other's pieces. Costly, so that no plan works them out again for each row.
create function ngrams(searched text) returns text[] language sql immutable strict parallel safe cost 1000
return array(
    select substr(searched, place, size)
    from generate_series(1, length(searched)) as place, generate_series(1, 3) as size
);

-- The longest of those pieces of a text that is looked for; shorter ones would say nothing more.
create function ngrams_sought(sought text) returns text[] language sql immutable strict parallel safe
return array(
    select substr(sought, place, least(length(sought), 3))
    from generate_series(1, greatest(length(sought) - 2, 1)) as place
);

-- Where functions are not everybody's by default, the server's role needs them named.
grant execute on function role_search_text(text, text, text, text, text, jsonb), ngrams(text), ngrams_sought(text) to public;

alter table roles add column search text not null generated always as (
    role_search_text(cluster, app, namespace, service_account, arn, grants)
) stored;

-- A list of what is not in the index yet would be read by every search; roles are written seldom.
create index roles_search on roles using gin (ngrams(search)) with (fastupdate = off) where state = 'active';
-- Their frequencies help no plan, and to count them would take most of an ANALYZE's time.
alter index roles_search alter column 1 set statistics 0;
create index roles_by_name on roles (app, cluster, namespace, id) where state = 'active';
