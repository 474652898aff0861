# The last look before a request is submitted.
review-title = Check the request – Roleport
review-heading = Check the request for { $app }
review-lead = Nothing is submitted yet. Check what it would change, then submit it for approval.
review-approved-by-rule = Nobody has to: the rule “{ $rule }” approves it at once.
review-who = Who would approve it
review-helm = Your Helm values, once it is applied
review-submit-revision = Submit new revision
review-submit = Submit request
review-change = Change something
