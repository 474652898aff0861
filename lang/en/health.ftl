# Whether Roleport can do its work for a cluster.
health-provider-good = The account knows the cluster’s OIDC provider { $issuer }.
health-provider-bad = The account does not know the cluster’s OIDC provider, so no pod can assume a role. Register { $issuer } in IAM, with the audience { $audience }.
health-boundary-good = The permissions boundary { $boundary } is there.
health-boundary-bad = The permissions boundary { $boundary } is not there, so no role can be made. Create that policy, or correct the cluster’s settings.
health-rights-good = Roleport’s own rights are enough for all that it does.
health-rights-bad = Roleport’s own rights do not cover { $actions }. Give it what `roleport aws policy` prints.
health-credentials-good = Roleport’s credentials are valid, and of the account { $account }.
health-credentials-bad = Roleport’s credentials are of the account { $account } and not of { $wanted }. Change the cluster, and name a role to assume there.
health-eks-missing = EKS knows no cluster { $cluster } in { $region }, so no role can be had by Pod Identity. Correct the cluster’s name in EKS.
health-eks-other = EKS says that the issuer of { $cluster } is { $issuer }: the cluster was made again, or another one is meant. Its pods can’t assume roles until the cluster’s issuer is set to it.
health-eks-good = EKS knows the cluster { $cluster } in { $region }.
health-agent-good = The cluster has the agent of EKS Pod Identity.
health-agent-missing = The cluster does not have the add-on eks-pod-identity-agent. Unless its agent was installed in another way, pods get nothing by Pod Identity.
health-roles-good = The account has { $used } of { $most } roles.
health-roles-nearly-full = The account has { $used } of { $most } roles. Raise the quota in Service Quotas before it is full.
health-roles-full = The account has { $used } of { $most } roles. No more can be made: raise the quota in Service Quotas, or remove what is unused.
health-policies-good = The account has { $used } of { $most } managed policies.
health-policies-nearly-full = The account has { $used } of { $most } managed policies. Raise the quota in Service Quotas before it is full.
health-policies-full = The account has { $used } of { $most } managed policies. No more can be made: raise the quota in Service Quotas, or remove what is unused.
health-bucket-names-good = The names of the account’s buckets are offered to everybody who may ask for a role.
health-bucket-names-bad = Roleport may not list the account’s buckets, so only those of known roles are offered. Give it s3:ListAllMyBuckets, as `roleport aws policy --offer-buckets` prints it, or take the account out of `aws.offer_buckets`.

# What could not be told.
health-rights-untold = AWS does not tell the rights of { $caller }. Use a role or user of its own for Roleport, and this is checked.
health-rights-unread = Whether Roleport’s rights are enough could not be read. { $why }
