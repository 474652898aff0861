# What several pages share.
parts-next = Next
parts-pages = Pages
parts-pages-first = First page
parts-pages-next = Next page
parts-you = You
parts-reject = Reject
parts-withdraw = Withdraw
parts-break-glass = Break-glass
parts-column-tick = Tick
parts-column-request = Request
parts-column-submitted = Submitted
parts-column-look-twice = Look at twice
parts-column-access = Access
parts-column-asked-by = Asked by
parts-column-state = State
parts-column-cluster = Cluster
parts-access-none = None: the role is removed
parts-queue-order = Order
parts-queue-oldest = Oldest first
parts-queue-riskiest = Riskiest first
parts-queue-together = Requests with nothing to look at twice have a box: tick up to { $most } to approve them together.
# Between the tags stands how many are ticked.
parts-queue-review-together = Review <ticked></ticked> together
parts-queue-tick = Review request { $id } together with others
parts-queue-no-findings = Nothing
# After a finding.
parts-queue-more-findings = and { $count } more
parts-chart-table = As a table
parts-ago-now = just now
parts-ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
parts-ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
parts-ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
parts-live-request = This request has changed. <link>Reload the page</link> (copy your comment first).
parts-live-one = 1 request has changed – <link>show it</link>
# Between the tags stands how many.
parts-live-several = <count></count> requests have changed – <link>show them</link>
parts-step-planned = Planned
parts-step-running = Running
parts-step-done = Done
parts-step-failed = Failed
parts-step-before-after = Before and after
parts-step-changes = What this call changes
parts-history = History
parts-history-empty = Nothing has happened yet.
parts-history-see-request = See request { $id }
parts-change-nothing = Nothing changes.
parts-change-added = Added
parts-change-removed = Removed
parts-change-kept = Kept
parts-look-twice = Look twice
# Before a line of a text, for a screen reader; the space at the end belongs to it.
parts-diff-added = { "added: " }
parts-diff-removed = { "removed: " }
parts-document-json = { $title } (JSON)
parts-document-new = New
parts-document-same = Unchanged
parts-document-removed = Removed
parts-document-changed = Changed: lines { $added } added, { $removed } removed
parts-sides-whole = Show unchanged lines
parts-sides-caption = { $title }, before and after
parts-sides-one-column = { $title }, what changes
parts-sides-line-before = Line before
parts-sides-line-after = Line after
parts-sides-before = Before
parts-sides-after = After
parts-sides-text = Text
parts-sides-unchanged = { $count } unchanged lines
parts-demand-given = Given
parts-demand-needed = Needed
parts-demand-rule = by the rule “{ $rule }”
parts-demand-approved-by = Approved by { $names }.
parts-demand-nobody = Nobody who could has signed in to Roleport yet.
parts-demand-possible = Can still approve: { $names }.
parts-demand-more = { $names } and { $count } more
parts-copy = Copy
parts-copied = Copied
# On the button where the browser has no clipboard: the reader is to do it by hand.
parts-copy-failed = Select and copy
# The title of a block of text, such as "Trust policy (JSON)" or "Restart the pods".
parts-copy-named = Copy { $title }
parts-copy-arn = Copy ARN
parts-trust-policy = Trust policy
parts-permission-policy = Permission policy
parts-permission-policy-number = Permission policy { $number }
parts-policy-size = { $name }: { $size } of 6,144 characters, white space not counted
parts-git = Git
parts-git-waiting = { $count ->
    [one] One change waits to be pushed.
   *[other] { $count } changes wait to be pushed.
}
# When: "3 minutes ago".
parts-git-in-step = In step <when></when>.
parts-git-in-step-commit = In step <when></when>, newest commit `{ $commit }`.
parts-git-failed = Git: the roles can’t be pushed
parts-git-tried = Roleport tried `{ $repository }` <when></when> and tries again by itself:
parts-terraform = Keep it in Terraform
parts-terraform-why = The same role as code, for reviews and for what builds on it. The import blocks take over what is in AWS, so that `terraform plan` has nothing to change. Changes are asked for here all the same: what another tool changes, Roleport shows as drift.
parts-terraform-files = Terraform files of this role
parts-helm = Use it in your Helm chart
parts-helm-how = Put the values into your release, keep the template in the chart, and name the service account in the pod. Every value is quoted: an unquoted name such as `on` or `0123` would turn into something else. The checksum makes the pods anew when the service account changes.
parts-helm-no-annotation = There is no annotation: EKS associates the service account with the role. Where the chart has `eks.amazonaws.com/role-arn`, take it out, since SDKs would go by it first.
parts-helm-schema = Have Helm check the values
parts-helm-schema-why = With this file beside `values.yaml` Helm refuses a switch that is a text, a name that is no text, and what is no role’s ARN. Where the chart has one already, take over what is under `serviceAccount`.
parts-helm-existing = Use an existing service account
parts-helm-existing-annotate = When another tool (eksctl, Terraform) made the service account, Helm refuses to take it over: set `create: false` in the values, and annotate the account that is there:
parts-helm-existing-without = When another tool (eksctl, Terraform) made the service account, Helm refuses to take it over: set `create: false` in the values. The account that is there must have no role’s annotation:
parts-helm-annotate = Annotate an existing service account
parts-helm-take-off = Take the annotation off an existing service account
parts-validate = Check that it works
parts-validate-irsa = The annotation takes effect only when pods restart, and a fresh role may take up to a minute to be usable. The commands take the deployment's name to be the application's name; put yours in where it differs.
parts-validate-pod-identity = An association takes effect only when pods restart, and it may take a minute until EKS knows a new one. The commands take the deployment's name to be the application's name; put yours in where it differs.
parts-validate-restart = Restart the pods.
parts-validate-see-irsa = See that the pod has the role: `AWS_ROLE_ARN` must be the ARN of this role.
parts-validate-see-pod-identity = See that the pod has the role: `AWS_CONTAINER_CREDENTIALS_FULL_URI` must be there, and AWS_ROLE_ARN must not.
parts-validate-accepts = See that AWS accepts it: the answer must name this role. It needs the AWS CLI in the image.
parts-command-restart = Restart the pods
parts-command-environment = Show the pod's AWS settings
parts-command-identity = Ask AWS who the pod is
parts-trouble = When it does not work
parts-trouble-404 = 403 where you expected 404
parts-trouble-404-why = S3 hides missing objects from those who may not list: ask for list access as well.
parts-trouble-list = AccessDenied when you list a folder
parts-trouble-list-why = List with the slash at the end: `in/`, not `in`.
parts-trouble-kms = AccessDenied with KMS in the text
parts-trouble-kms-why = The bucket is encrypted with a key of its own: ask for that key too.
parts-trouble-assume-why = The pod runs in another namespace or with another service account than this role names.
parts-trouble-irsa = No AWS_ROLE_ARN in the pod, or calls run as the node's role
parts-trouble-irsa-why = The pod was not restarted since, the annotation's key is misspelt, or the SDK is too old.
parts-trouble-pod-identity = No AWS_CONTAINER_CREDENTIALS_FULL_URI in the pod, or calls run as the node's role
parts-trouble-pod-identity-why = The pod was not restarted since, runs with another service account, or the SDK is too old.
parts-trouble-agent = The pod can’t reach 169.254.170.23
parts-trouble-agent-why = The node has no agent: the cluster needs the add-on `eks-pod-identity-agent`. On Fargate and Windows there is none; ask for IRSA there.
parts-keys = Keyboard shortcuts
parts-keys-title = Keyboard shortcuts – Roleport
parts-keys-what = What keys do
parts-keys-close = Close
parts-keys-lead = No key decides anything: it moves you to the button. In a field, keys are letters.
# Between two keys to press one after the other.
parts-keys-then = then
parts-keys-on = Shortcuts are on.
parts-keys-off = Shortcuts are off.
parts-keys-switch-off = Switch them off
parts-keys-switch-on = Switch them on
parts-keys-everywhere = Everywhere
parts-keys-show = Show these shortcuts
parts-keys-search = Go to the search field, or to the list of roles
parts-keys-home = Go to what waits for you
parts-keys-roles = Go to the roles
parts-keys-queue = Go to the queue
parts-keys-in-list = In a list
parts-keys-next-line = Next line
parts-keys-line-before = Line before
parts-keys-open = Open it
parts-keys-on-request = On a request
parts-keys-next-change = Next change; j as well
parts-keys-change-before = Change before; k as well
parts-keys-approve = Go to the button that approves
parts-keys-reject = Go to the buttons that ask for changes or reject
parts-keys-comment = Go to the field for a comment
parts-facts = The role
parts-fact-name = Role name
parts-fact-cluster = Cluster
parts-fact-app = Application
parts-fact-namespace = Namespace
parts-fact-service-account = Service account
parts-fact-identity = Pods get it by
parts-what-changes = What changes
parts-reason = Reason
parts-policies-in-aws = Policies in AWS
