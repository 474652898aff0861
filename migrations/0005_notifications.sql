-- Notifications: who may be told, who does not want to, and what was sent to whom.

-- What a person is, is known when they sign in. Someone whose roles nobody has confirmed for long is
-- told nothing.
alter table people
    add column roles    text[] not null default '{}',
    add column roles_at timestamptz;

-- What somebody has chosen not to be told of.
create table muted_topics (
    person_id bigint not null references people (id),
    topic     text   not null check (topic in ('waits_for_me', 'outcome', 'comments', 'handled')),
    primary key (person_id, topic)
);

-- One row an event and target: an event that is handed out twice is still sent once.
create table deliveries (
    id         bigint generated always as identity primary key,
    event_id   bigint      not null references events (id),
    channel    text        not null check (channel in ('email', 'slack', 'webhook')),
    -- The target's name in the configuration; `email` for a person.
    target     text        not null,
    person_id  bigint      references people (id),
    topic      text,
    state      text        not null default 'waiting' check (
        state in ('waiting', 'sent', 'failed', 'dropped')
    ),
    -- Why it failed, waits or was dropped.
    last_error text,
    made_at    timestamptz not null default now(),
    settled_at timestamptz,
    constraint deliveries_once unique nulls not distinct (event_id, channel, target, person_id),
    constraint deliveries_person check ((channel = 'email') = (person_id is not null)),
    constraint deliveries_topic check ((channel = 'email') = (topic is not null))
);

-- Opened before something is sent, completed after the answer.
create table delivery_attempts (
    id          bigint generated always as identity primary key,
    delivery_id bigint      not null references deliveries (id),
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    error       text
);
create index delivery_attempts_by_delivery on delivery_attempts (delivery_id, id);
