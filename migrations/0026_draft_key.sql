-- A form saves itself while it is typed: once as a draft, whatever number of times. Its key, which makes submission
-- happen once, makes that draft one as well. Expand only.

-- Until now a form that was left and came back could be saved twice under one key; the earlier copies get one of their own.
update drafts set typed = jsonb_set(typed, '{key}', to_jsonb(gen_random_uuid()::text))
where id in (
    select id from (
        select id, row_number() over (partition by person_id, typed ->> 'key' order by updated_at desc, id desc) as place
        from drafts where typed ->> 'key' <> ''
    ) as copies
    where place > 1
);
create unique index drafts_by_key on drafts (person_id, (typed ->> 'key')) where typed ->> 'key' <> '';

select grant_server_rights();
