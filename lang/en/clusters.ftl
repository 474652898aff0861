# The clusters, and what admins change about them.
clusters-page = Clusters – Roleport
clusters-title = Clusters
clusters-lead = Where pods run, and whether Roleport can make their roles there. It looks by itself every night. One admin proposes a change, another approves it.
clusters-look-again = Look again now
clusters-add = Add a cluster
clusters-none = There is no cluster
clusters-none-why = Nobody can ask for a role yet. An admin adds the first cluster, and another admin approves it.
clusters-file = The configuration’s file is not up to date
clusters-file-what = What you see here is in force. The file only fills an empty portal: bring it up to date, or take these lines out of it.
clusters-waiting = Waiting for a decision
clusters-changes = Changes
clusters-change-line = <link>{ $title }</link> by { $author } <when></when>: { $comment }
clusters-change-proposed = proposed
clusters-change-approved = approved by { $who } <when></when>
clusters-change-rejected = rejected by { $who } <when></when>
clusters-change-withdrawn = withdrawn by { $who } <when></when>
clusters-account = Account
clusters-region = Region
clusters-role-names = Role names
clusters-path = Path
clusters-issuer = OIDC issuer
clusters-boundary = Permissions boundary
clusters-eks-name = Name in EKS
clusters-identity = Pods get roles by
clusters-role-to-assume = Role to assume
clusters-reached = `{ $role }`
clusters-reached-external = `{ $role }` with an external id
clusters-behind =
    { $number ->
        [one] { $number } role still is as the cluster was before
       *[other] { $number } roles still are as the cluster was before
    }
clusters-behind-what = Changed since: { $fields }. A request with the same grants brings a role in step.
clusters-behind-ask = Ask for a change<hidden> of { $name }</hidden>
clusters-open-change = A change of it waits for a decision
# For a screen reader, the cluster’s name.
clusters-to-change = Change<hidden> { $name }</hidden>
clusters-to-remove = Remove<hidden> { $name }</hidden>
clusters-item-good = Good
clusters-item-unknown = Not known
clusters-item-soon = Soon
clusters-item-bad = Mend this
clusters-badge-new = Not looked at yet
clusters-badge-ready = Ready
clusters-badge-unknown = Not all is known
clusters-badge-soon = Look soon
clusters-badge-bad = Not ready
clusters-not-looked = Nobody has looked yet. Choose “Look again now”.
clusters-looked = Looked at <when></when>.
# One of several people.
clusters-either = { $first } or { $second }
# A change that somebody has proposed.
clusters-change-eyebrow = Change { $number } of the clusters
clusters-change-proposal = { $author } proposed this <when></when>: { $comment }
clusters-change-fields = What changes
clusters-change-caption = Fields that differ
clusters-change-field = Field
clusters-change-before = Before
clusters-change-after = After
clusters-change-nothing = nothing
clusters-change-consequences = What follows
clusters-change-in-force = Approved, and in force since
clusters-change-was-rejected = Rejected
clusters-change-was-withdrawn = Withdrawn
clusters-change-decided = By { $who } <when></when>.
clusters-change-obstacle = It can’t be approved as it is
clusters-change-yours = Your decision is needed
clusters-change-yours-how = Read what changes and what follows, then approve or reject it below.
clusters-change-others = Another admin decides on it
clusters-change-nobody = Nobody else could decide on it now: no other admin has signed in yet. Ask a colleague who is in a group of admins to sign in once.
clusters-change-who = { $people } can decide on it. Nobody decides on what they proposed.
clusters-change-comment = Comment
clusters-change-comment-hint = Needed when you reject it.
clusters-change-approve = Approve
clusters-change-decision = Your decision
clusters-change-all = All clusters
# The form that adds, changes or removes a cluster.
clusters-form-add-lead = People can ask for roles on it as soon as another admin has approved it.
clusters-form-propose-add = Propose it
clusters-form-change = Change { $name }
clusters-form-change-lead = Another admin approves the change. Roles that are there follow by requests; nothing in AWS changes by itself.
clusters-form-propose-change = Propose the change
clusters-form-remove = Remove { $name }
clusters-form-remove-lead = Nobody can ask for roles on it any more, once another admin has approved this. Nothing in AWS changes.
clusters-form-propose-remove = Propose its removal
clusters-form-why = Why
clusters-form-why-hint = The admin who decides on it reads this.
clusters-form-problems = Please check these fields
clusters-form-cancel = Cancel
clusters-form-who = { $people } can approve it.
clusters-form-nobody = Nobody else could approve it now
clusters-form-nobody-why = Nobody approves their own proposal, and no other admin has signed in yet. Ask a colleague who is in a group of admins to sign in once.
clusters-form-in-use = The cluster is in use
# $standing is a sentence without its stop, such as “2 roles and 1 open request stand on this cluster”.
clusters-form-stands-remove = { $standing }, so it can’t be removed yet. Have them retired and settled first.
clusters-form-stands-change = { $standing }. While they do, these stay: { $fields }. To have others, add another cluster, ask for the roles there, and retire these.
clusters-form-accounts = The role to assume belongs to the account: another one here changes it for every cluster of that account. A new cluster without one takes its account’s. Known are:
clusters-form-account-by-role = { $account } ({ $clusters }): by { $role }
clusters-form-account-by-own = { $account } ({ $clusters }): with Roleport’s own credentials
