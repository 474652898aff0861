-- The roles of one cluster in every order of the list: a cluster may have most of the roles, or stand at the list's
-- end, and no page should read past the others (docs/decisions/0016-role-search.md). Expand only.
create index roles_of_cluster_by_name on roles (cluster, app, namespace, id) where state = 'active';
create index roles_of_cluster_by_namespace on roles (cluster, namespace, id) where state = 'active';
create index roles_of_cluster_by_account on roles (cluster, service_account, id) where state = 'active';
