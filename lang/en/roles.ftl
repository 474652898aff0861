# One role
role = Role
role-facts = What it is
role-arn = ARN
role-copy-arn = Copy ARN
role-cluster = Cluster
role-application = Application
role-namespace = Namespace
role-service-account = Service account
role-identity = Pods get it by
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
