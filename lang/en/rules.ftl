# The approval rules. The empty <when></when> is where a time stands, such as "3 minutes ago".
rules-document = Approval rules – Roleport
rules-title = Approval rules
rules-lead = Every rule that matches a request counts. Where none does, one approver decides. Nobody decides on what they wrote or edited.
rules-in-force = In force
rules-in-force-by = Version { $number } by { $author }.
rules-in-force-decided = Version { $number } by { $author }, put in force by { $who } <when></when>.
rules-check-fields = Please check these fields
rules-not-understood = The rules can’t be understood or put in force as they are.
rules-activate = Put in force
rules-waits = Another admin decides on it.
rules-proposed = Proposed: version { $number }
rules-proposed-by = { $author } proposed this <when></when>: { $comment }
rules-difference = Difference, line by line
rules-difference-label = Difference of the rules
# A set of rules in sentences
rules-none = One of the approvers decides on every request.
rules-auto = Approved by Roleport itself
rules-teams = Teams
rules-visibility = Who sees what
# A rule: what it is for is one of the two next, with up to three of those that follow around it.
rules-rule = <b>{ $rule }</b>: { $what } needs { $needed }.
rules-every-request = Every request
# $risks such as "opens writing or takes a role away"
rules-request-that = A request that { $risks }
# $services such as "S3 or SQS"
rules-with-services = { $what } with something new of { $services }
rules-in-namespace = { $what } in namespace { $namespaces }
rules-on-cluster = { $what } on cluster { $clusters }
# Two words or phrases of a list
rules-or = { $first } or { $second }
rules-and = { $first } and { $second }
# What Roleport approves itself, made up in the same way
rules-auto-rule = <b>{ $rule }</b>: { $what }.
rules-auto-on = On
rules-auto-off = Off
rules-access = Access
rules-access-read = Access to read or list
rules-access-own-buckets = { $what } on buckets that the namespace’s team owns
rules-access-buckets = { $what } in S3
rules-access-services = { $what } of { $services }
# A team: $parts are some of the four below, with semicolons between.
rules-team = <b>{ $team }</b>: { $parts }.
rules-team-members = members { $list }
rules-team-groups = groups { $list }
rules-team-namespaces = namespaces { $list }
rules-team-buckets = buckets { $list }
# Proposing others
rules-propose-title = Propose other rules
rules-propose = Propose
rules-propose-hint = Another admin puts them in force.
rules-source = Rules
rules-source-hint = TOML, with visibility above the rest: all, or teams for developers to see only what has to do with them. Groups are approvers, admins, namespace-owners, bucket-owners and team:NAME; risks are write, delete, whole_bucket, other_teams_bucket, custom_statement, escalation and retire; services are s3, kms and so on.
rules-why = Why
rules-versions = Versions
rules-version = <b>Version { $number }</b> by { $author } <when></when>: { $comment }.
rules-decided = { $state } by { $who } <when></when>
rules-state-proposed = proposed
rules-state-active = active
rules-state-superseded = superseded
rules-state-rejected = rejected
rules-state-withdrawn = withdrawn
