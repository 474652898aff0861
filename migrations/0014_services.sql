-- Grants of more services than S3.

-- Periods with a statement that somebody wrote: it may be about any bucket, so that "who could read this bucket?"
-- looks at all of them.
create index role_grants_custom on role_grants (role_id) where grants @> '[{"service": "custom"}]';

-- A role is found by whatever its grants name. Those there are name S3 alone, and are found as before.
create or replace function role_search_text(
    cluster text, app text, namespace text, service_account text, arn text, grants jsonb
) returns text language sql immutable parallel safe
return lower(
    cluster || ' ' || app || ' ' || namespace || ' ' || service_account || ' ' || arn || coalesce((
        select string_agg(
            case line ->> 'service'
                when 's3' then ' s3://' || (line ->> 'bucket') || '/' || coalesce(line ->> 'prefix', '')
                else ' ' || (line ->> 'service') || (
                    select string_agg(' ' || named.value, '' order by named.key)
                    from jsonb_each_text(line) as named (key, value)
                    where named.key not in ('service', 'access'))
            end,
            '' order by place
        )
        from jsonb_array_elements(grants) with ordinality as lines (line, place)
    ), '')
);
