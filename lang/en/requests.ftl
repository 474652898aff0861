# Lists of requests, and several at once.
requests-title = Requests – Roleport
requests-heading = Requests
requests-which = Which requests
requests-to-decide = To decide
requests-mine = Mine
requests-all = All
requests-caption-queue = Requests that wait for a decision, oldest first
requests-caption-riskiest = Requests that wait for a decision, riskiest first
requests-none-wait = No request waits for a decision.
requests-caption-mine = Requests that you wrote, newest first
requests-none-mine = You have not asked for anything yet. Choose “New request” when a pod needs access to S3.
requests-caption-all = All requests, newest first
requests-none = There are no requests yet. Choose “New request” to write the first one.
requests-drafts = Your drafts
requests-draft-without-app = No application yet
requests-draft-title = { $app } on { $cluster }
# Between the tags stands when: "3 minutes ago".
requests-draft-saved = saved <when></when>
requests-draft-discard = Discard
# After "Discard", for a screen reader; the space in front belongs to it. The title is one of the two above.
requests-draft-discard-which = { " the draft " }{ $title }
requests-together-nothing = Nothing to approve together
requests-together-one = Approve one request
requests-together-many = Approve { $count } requests together
# A page's title; the words are one of the three above or of those of what was done.
requests-together-title = { $words } – Roleport
requests-together-empty = No request that you may approve together with others was chosen. Tick some of low risk in the queue.
requests-together-to-queue = To the queue
requests-together-back = Back to the queue
requests-together-left-out = These are not among them
requests-together-refused = Nothing is approved yet
requests-together-lead = Each is a decision of its own, bound to what is shown here. One that changes before you press the button is not approved, and the others are.
requests-together-comment = Comment
requests-together-comment-hint = May stay empty. It goes with each of them. Markdown works.
requests-together-approve = { $count ->
    [one] Approve 1 request
   *[other] Approve { $count } requests
}
requests-together-decision = Your decision
requests-together-leave-out = Leave out
# After "Leave out", for a screen reader; the space in front belongs to it.
requests-together-leave-out-which = { " request " }{ $id }
requests-together-request = Request { $id }: { $app }
# The kind: "New role". Between the tags stands when: "3 minutes ago".
requests-together-asked = { $kind } on { $cluster }, asked for by { $author } <when></when>
requests-together-no-calls = Nothing to send: AWS is already as it wants.
requests-together-calls = { $count ->
    [one] 1 call in AWS
   *[other] { $count } calls in AWS
}
requests-together-done-none = No request is approved
requests-together-done = { $count ->
    [one] 1 request is approved
   *[other] { $count } requests are approved
}
requests-together-approved = Approved
requests-together-approved-why = Each as far as you are concerned; its page says whether others are still needed.
requests-together-not-approved = Not approved
requests-together-link = Request { $id }
