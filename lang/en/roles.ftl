# One role
role = Role
role-facts = What it is
role-arn = ARN
role-copy-arn = Copy ARN
role-cluster = Cluster
role-application = Application
role-namespace = Namespace
role-service-account = Service account
role-aws-id = AWS role id
role-access = What its pods may do
role-policies = Policies in AWS
role-help = <doctor>Something does not work?</doctor> The Doctor reads what you see and says why. <guide>Guide with its names</guide>
role-request-open = Request { $number } is open
role-request-change = Request a change
role-retire = Retire
role-retired = This role is retired
role-retired-lead = It is not in AWS any more. Ask for a new role for the same service account to bring it back.
role-behind = It is as its cluster was before
# $fields are names of a cluster's settings.
role-behind-lead = Changed since it was applied: { $fields }. The role stays as it is until a request brings it in step.
role-behind-ask = <link>Ask for it, with the same grants</link>.
# As AWS has it. The empty <when></when> is where a time stands, such as "3 minutes ago".
role-in-aws = As AWS has it
role-not-compared = Not compared with AWS yet.
role-compared = Compared <when></when>.
role-compare = Compare with AWS now
role-restore = Ask to restore it
role-keep = Ask to keep what AWS has
role-never-used = AWS has not seen it used in the last 400 days.
# $used is a day, and often a region, such as "2026-09-01 in eu-central-1".
role-last-used = AWS saw it used last on { $used }.
role-unreadable = It could not be compared
role-notice = Look at this
role-as-approved = As approved
role-drifted = AWS has this role otherwise than it was approved
role-drifted-lead = Somebody has changed it outside Roleport. Ask to restore it, or request a change so that what it should be is approved.
role-drifted-now = What AWS lets it do now
role-drifted-steps = What would bring it back
# The list of roles
roles-document = Roles – Roleport
roles-title = Roles
roles-adopt = Roles to adopt
roles-search = Search roles
roles-search-placeholder = Application, namespace, service account, bucket or ARN
roles-search-button = Search
roles-service = Service
roles-state = State
roles-state-drifted = changed in AWS
roles-access = Access
roles-filters = Filters
roles-filter = Filter
roles-any = Any
roles-not-shown = No roles are shown
roles-not-shown-lead = Correct the filters above to see roles.
roles-all = All roles
# What narrows or orders the list, on a small label
roles-chip-search = has “{ $search }”
roles-chip-filter = { $field }: { $value }
# After one of these, for a screen reader
roles-chip-remove = : remove this filter
roles-by-role = by role
roles-by-cluster = by cluster
roles-by-namespace = by namespace
roles-by-service-account = by service account
roles-last-first = { $order }, last first
# Views that are kept under a name
roles-views = Your views
roles-view-forget = Forget this view
roles-view-forget-named = Forget the view { $name }
roles-view-keep = Keep this view
roles-view-keep-button = Keep
roles-view-name = Name
roles-view-name-hint = One of the same name is replaced.
roles-view-name-wrong = A view needs a name of 1 to 60 characters.
roles-view-too-long = What is searched for is too long to keep. Shorten it.
roles-view-too-many = You have 20 views already. Forget one first.
# The table, and what stands in its place
roles-active = Active roles
roles-caption = Every role that pods can use now
roles-caption-search = Roles that match “{ $search }”
roles-caption-filters = Roles that match the filters
roles-no-more = There are no more roles.
roles-none = There are no roles yet. Choose “New request” to ask for the first one.
roles-none-guide = What a role is good for
roles-none-search = No role matches “{ $search }”. Try a shorter word, or a bucket’s name.
roles-none-filters = No role matches all of the filters. Remove one of them.
# What can be wrong with an address of the list
roles-sort-unknown = The list has no such order. Choose the head of a column.
roles-after-unknown = No page starts there. Begin at the first page.
roles-cluster-unknown = There is no such cluster. Choose one of the list.
roles-service-unknown = There is no such service. Choose one of the list.
roles-state-unknown = There is no such state. Choose one of the list.
