-- Open pages follow along: every server listens, and a change is told when it is committed, never
-- before. Payload: {"id": …, "version": …, "state": …}.

create function tell_request() returns trigger language plpgsql as $$
begin
    perform pg_notify('roleport_requests',
        json_build_object('id', new.id, 'version', new.version, 'state', new.state)::text);
    return null;
end
$$;
create trigger requests_tell after insert or update of state, version on requests
    for each row execute function tell_request();
