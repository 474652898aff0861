# What each call of a plan does.
plan-create-role = Create the role { $role } with its trust policy and tags
plan-trust-policy = Set the trust policy of { $role }
plan-boundary = Set the permissions boundary of { $role }
plan-tag-role = Set the tags of { $role }
plan-tag-policy = Set the tags of the policy { $policy }
plan-delete-inline = Delete the inline policy { $policy } of { $role }
plan-create-policy = Create the policy { $policy }
plan-delete-version = Delete the old version { $version } of { $policy }
plan-new-version = Make a new default version of { $policy }; the ARN stays
plan-attach = Attach the policy { $policy } to { $role }
plan-detach = Detach the policy { $policy } from { $role }
plan-delete-role = Delete the role { $role }
plan-delete-policy = Delete the policy { $policy }
# "account" is a namespace and a service account, such as payments/worker.
plan-associate = Associate { $account } with { $role } in EKS’s cluster { $cluster }
plan-update-association = Set the role of the association in EKS’s cluster { $cluster } to { $role }
plan-dissociate = Delete the association with the role in EKS’s cluster { $cluster }

# What stands in its way.
plan-role-gone = There is no role { $role } in the account any more, so there is nothing to adopt.
plan-not-trusted = The trust policy that AWS has does not let { $account } assume the role, so adopting it for them would open it to somebody new. Withdraw this, and ask for a new role.
plan-role-changed = Somebody has changed the role’s policies since they were read for this request. Withdraw it, read AWS again and adopt the role as it is now.
plan-policy-of-others = A policy named { $policy } exists in the account and is not this role’s, so it is left alone. Rename or remove it.
plan-policy-shared = The policy { $policy } has the name of the role and hangs on { $carriers } roles, users or groups. Roleport would change it for all of them: attach a copy of another name to the others first.
plan-eks-cluster-missing = EKS knows no cluster { $cluster } in { $region } of the account, so nothing can be associated there. Correct the cluster’s name in EKS, or use IRSA.
plan-foreign-association = EKS associates { $account } with { $role } already, and Roleport did not. Delete that association if its pods are to have this role instead, or use IRSA.
plan-on-fargate = Pods of the namespace { $namespace } run on Fargate (profile { $profile }), where there is no EKS Pod Identity. Use IRSA.
plan-attached-by-others = The role { $role } carries policies that Roleport did not make, so nothing is removed: { $policies }. Remove them from the role if they are not needed.
plan-foreign-role = A role named { $name } exists in the account and does not carry Roleport's tags for this service account, so it is left alone. Rename or remove it, or choose another application name.
plan-foreign-policy = A policy named { $name } exists in the account and does not carry Roleport's tags for this service account, so it is left alone. Rename or remove it, or choose another application name.
plan-role-path-differs = The role { $role } has the path { $path } and not { $wanted }. A path can't be changed: set the cluster's role path to what the role has.
plan-boundary-missing = The permissions boundary { $boundary } does not exist in the account. Create that policy, or correct the cluster's settings.
plan-trust-too-large = The trust policy has { $characters } characters and this account takes { $most }. Raise the quota in Service Quotas, or remove what is unused.
plan-too-many-policies = The role would carry { $policies } managed policies and this account takes { $most }. Raise the quota in Service Quotas, or remove what is unused.
plan-roles-quota = The account has { $roles } of { $most } roles. Raise the quota in Service Quotas, or remove what is unused.
plan-policies-quota = The account has { $policies } of { $most } managed policies. Raise the quota in Service Quotas, or remove what is unused.

# What to know before deciding.
plan-conditions = The policy that is in AWS has conditions of its own: read both documents, the words may miss what hangs on them.
plan-document-unreadable = The policy that is in AWS can't be read, so what it allowed is not told: { $error }
plan-trust-narrowed = The role will be { $account }’s alone. Who can assume it now, and could not any more: { $others }.
plan-policies-left = These policies are detached and stay in the account: { $policies }. Delete them once nothing else uses them.
plan-had-by-irsa = Pods have the role by IRSA now. Those that run keep their credentials for an hour at most: take the annotation off the service account and restart them as soon as this is applied, since SDKs prefer what the annotation gives.
plan-had-by-pod-identity = Pods have the role by EKS Pod Identity now. Those that run keep their credentials for some hours at most: annotate the service account and restart them as soon as this is applied.
plan-no-agent = The cluster does not have the add-on eks-pod-identity-agent. Unless its agent was installed in another way, pods get no credentials until somebody adds it.
plan-other-association = EKS associates the service account with { $role } as well. With the annotation, SDKs use this role here; without it, that one.
plan-no-provider = The account does not know the cluster's OIDC provider { $issuer }: no pod can assume the role until somebody registers it in IAM.
plan-role-made-again = The role { $role } was deleted and made again outside Roleport. Policies elsewhere that name it, such as bucket or key policies, do not know the new one: have them saved again.
plan-never-used = AWS has not seen { $role } used in the last 400 days.
# "used" is a day and a region, such as 2026-11-20 in eu-central-1.
plan-last-used = AWS saw { $role } used last on { $used }. Be sure that no pod needs it any more.
plan-others-attached = The role also carries policies that Roleport did not make, and leaves alone: { $policies }. Pods can do what these allow as well.
plan-unexpected-boundary = The role has the permissions boundary { $boundary }, which the cluster's settings do not name. It stays, and may cut what the policy allows.

# What could not be read, and why, in AWS’s words.
plan-quotas-unread = The account's quotas could not be read. { $why }
plan-provider-unread = Whether the account knows the cluster's OIDC provider could not be read. { $why }
plan-boundary-unread = Whether the permissions boundary exists could not be read. { $why }
plan-agent-unread = Whether the cluster has the agent of EKS Pod Identity could not be read. { $why }
plan-fargate-unread = Whether the namespace’s pods run on Fargate, where there is no EKS Pod Identity, could not be read. { $why }

# The cluster of the request; "advice" is one of the last two.
plan-cluster-removed = The cluster { $cluster } was removed since this was written.
plan-cluster-changed = The cluster { $cluster } has changed since this was written: { $settings }. { $advice }
plan-edit-once = Edit it once, and submit it again: it is then checked against the cluster as it is now.
plan-adopt-again = Withdraw it, and ask for the adoption again.
