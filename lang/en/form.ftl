# The form of a request. What the browser says there is in preview.ftl.
form-title-new = Ask for AWS access
form-title-change = Change the access of { $app }
form-title-edit = Edit request { $number }
form-lead-new = Say which pods need what in AWS. You see exactly what it would make before anything is submitted.
form-lead-change = Add, change or remove lines. You see the exact difference before anything is submitted.
form-lead-edit = Change what you ask for. It becomes a new revision and goes to the approvers again; approvals of the earlier one no longer count.
# The document's title; $title is one of those above.
form-document = { $title } – Roleport
form-document-error = Error: { $title } – Roleport
form-no-cluster = There is no cluster yet
form-no-cluster-admin = <link>Add the first cluster</link>, and have another admin approve it.
form-no-cluster-other = Ask an admin of Roleport to add the first one. Then people can ask for roles on it.
form-filled = The link that brought you here has filled something in
form-filled-lead = Look through the lines below, and say why it is needed. Nothing is asked for until you submit it.
form-check-fields = Please check these fields
# Which pods
form-pods = Which pods
form-pods-fixed = These names make the role and can’t change. Other names need a new role.
form-cluster = Cluster
form-cluster-option = { $cluster } (account { $account }, { $region })
form-application = Application
form-application-hint = As in your Helm release: lower-case letters, digits and hyphens, such as blue-raven.
form-namespace = Namespace
form-kubernetes-namespace = Kubernetes namespace
form-service-account = Service account
form-identity = How pods get the role
form-identity-hint = EKS Pod Identity works for pods on EKS’s Linux EC2 nodes: not on Fargate, not on Windows, not on other clusters.
form-identity-usual = As is usual on the cluster
form-identity-irsa = IRSA: an annotation of the service account
form-identity-pod-identity = EKS Pod Identity: an association in EKS, no annotation
# What they may use
form-grants = What they may use
form-grants-add = Add another line
form-old-buckets = Admit names of before March 2018
form-old-buckets-seen = I have seen the bucket in us-east-1: { $buckets }
form-kind = Kind
form-kind-show = Show its fields
form-access = Access
# Several lines at once
form-several = Add several lines at once
form-pasted = A list of addresses
form-pasted-hint = One a line: s3://bucket/prefix/ or an ARN, then what the pods may do, such as “read, write”. Without words: read.
form-pasted-add = Add these lines
form-like = The lines of another role
form-like-hint = Its name or ARN. They are copied; the other role stays as it is.
form-like-add = Copy its lines
form-jobs = The lines of a usual job
# Why
form-why = Why
form-reason = Reason
form-reason-hint = One or two sentences for the person who approves it, and for whoever asks in a year.
form-changed = What you changed
form-answer = Message to the approvers
form-answer-hint = Optional. They see the difference as well.
# What becomes of it. The first button is for the Enter key alone, and not seen.
form-enter = Review
form-review = Review request
form-save = Save draft
form-cancel = Cancel
form-draft-saved = This draft is saved.
form-kept = Saved as a draft.
form-not-kept = The draft could not be saved. You may have been signed out: keep this page open, and sign in in another tab.
# Roles that are there already
form-namesakes = Is it there already?
form-namesakes-lead = These roles have the same application. If one of them is meant, ask for a change of it.
form-taken = This service account has a role
form-taken-lead = Each service account has one role. Ask for a change of it in place of a new one.
form-namesake-change = Change it
# What it makes
form-makes = What this request makes
form-makes-title = What this makes
form-makes-name = Role name
form-makes-no-name = Shown once the names are complete.
form-makes-changes = What changes
form-makes-no-access = Name a resource and tick what the pods need.
form-makes-risks = Look twice
form-makes-policy = Policy
form-makes-helm = Helm values, once it is applied
# What happens next, in four steps
form-next = What happens next
form-next-review = You review the exact role, policy and Helm values.
form-next-decide = Somebody else, who may approve, decides on it.
form-next-apply = Roleport applies it to AWS, usually within seconds.
form-next-use = You copy the Helm values and restart the pods.
