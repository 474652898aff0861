# The Doctor: from what somebody sees to the cause and the cure.
doctor-page = Doctor – Roleport
doctor-title = Doctor
doctor-lead = Something does not work? Paste what you see, and read what is wrong and what to do about it. The <link>guide</link> says how a pod comes to its role.
doctor-problems = Please check this
doctor-all-right = As it should be
doctor-found = What was found
doctor-wrong =
    { $count ->
        [one] One thing is wrong
       *[other] { $count } things are wrong
    }
doctor-about = About the role <link>{ $role }</link>.
doctor-seen = Seen:
doctor-cure = What to do:
doctor-ask = Ask for this permission
doctor-ask-other = A developer can ask for it.
doctor-text = What you see
doctor-text-hint = An error, what kubectl says of the service account, the pod’s AWS settings, or a token’s claims as JSON; several at once if you like. It is read and forgotten, secrets are taken out first.
doctor-find = Find out what is wrong
# The number is cut at its thousands: 20,000.
doctor-most = At most { $thousands },{ $rest } characters.
doctor-role = Role
doctor-role-hint = Optional. With a role, commands have its names in them, and the rest is compared with what it expects.
doctor-role-many = There are too many to list: open a role’s page and follow “Something does not work?” there.
doctor-role-none = No role in particular
doctor-sources = What to paste
doctor-sources-how = The whole error of the call that fails is best: with the line that starts with `User:` the missing permission can be asked for from here. Else, what one of these prints:
doctor-show-account = Show the service account
doctor-show-settings = Show the pod's AWS settings
doctor-show-identity = Ask AWS who the pod is
doctor-token = A pod’s token
doctor-token-secret = Whoever has a token is the pod until it expires, so it is not for sending around. Here it is decoded and checked in your browser, and never sent anywhere.
doctor-token-field = Token
doctor-token-hint = Three parts with dots between. It is compared with the role chosen above.
doctor-token-show = Show the pod's token
doctor-token-yourself = Without JavaScript, decode it yourself and paste the claims into the field above: those are sent, and of no use to a thief.
doctor-token-decode = Decode the pod's token
