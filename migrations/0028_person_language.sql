-- In which language a person is written to. Until they choose one, it is what their browser last preferred. Expand only.
alter table people
    add column language        text    not null default 'en' check (language in ('en', 'de')),
    add column language_chosen boolean not null default false;
