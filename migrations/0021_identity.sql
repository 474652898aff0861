-- How pods come by their role: by web identity as ever, or by EKS Pod Identity.

alter table requests
    add column identity text not null default 'irsa' check (identity in ('irsa', 'pod_identity'));
alter table roles
    add column identity text not null default 'irsa' check (identity in ('irsa', 'pod_identity'));
