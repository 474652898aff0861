demands-visibility-all = Everybody sees every request and role.
demands-visibility-teams = A developer sees what they or their teams have to do with: requests they wrote, decided on, commented on or are named in, those that ask for them, those of their teams’ members, and requests and roles of their teams’ namespaces and buckets. Approvers, admins and auditors see everything.
# Who can give an approval: "2 of the approvers". In German a dative.
demands-approvers = the approvers
demands-admins = the admins
demands-namespace-owners = the owners of the namespace
demands-bucket-owners = the owners of the buckets
demands-team = the team { $name }
demands-of = { $count } of { $group }
# What is wrong with a set of rules. $what is one of the three that follow; in German a dative with its article.
demands-what-team = team
demands-what-rule = rule
demands-what-auto-approve = auto_approve rule
demands-too-many = { $list } has { $length } entries; at most { $max_entries } fit.
demands-namespace-without-cluster = Team "{ $team }": write "{ $bad }" as cluster/namespace, such as */{ $bad }.
demands-nobody = Rule "{ $rule }" asks for nobody: add require = [{ "{" } group = "approvers" { "}" }].
demands-approves-everything = The auto_approve rule "{ $rule }" would approve everything: set read_only or own_buckets.
demands-count = Rule "{ $rule }" asks for { $step }: use 1 to { $max_count }.
demands-unknown-team = Rule "{ $rule }" asks for the team "{ $name }", and there is none.
demands-unnamed = A { $what } has no name: give it one.
demands-named-twice = Two of the { $what }s are named "{ $name }": rename one.
