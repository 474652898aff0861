-- Roles are looked up by what an error message names: their name, or a service account, of any account and cluster.
create index roles_by_lower_name on roles (lower(role_name));
create index roles_by_service_account on roles (namespace, service_account);
