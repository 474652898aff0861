# What an e-mail says. The subjects come first.
mail-waits = Request { $request } waits for your decision: { $app }
mail-submitted = Request { $request } was submitted: { $app }
mail-edited = Request { $request } was edited: { $app }
mail-answered = Request { $request } was answered: { $app }
mail-changes-requested = Request { $request } needs changes: { $app }
mail-approved = Request { $request } was approved: { $app }
mail-rejected = Request { $request } was rejected: { $app }
mail-withdrawn = Request { $request } was withdrawn: { $app }
mail-given-up = Request { $request } was given up: { $app }
mail-called-off = Request { $request } was called off: { $app }
mail-auto-approved = Request { $request } was approved by a rule: { $app }
mail-break-glass = Request { $request } was approved by break-glass: { $app }
mail-applied = Request { $request } is applied: { $app }
mail-retired = Request { $request } is done: the role is removed: { $app }
mail-failed = Request { $request } could not be applied: { $app }
mail-outdated = Request { $request } needs approval again: AWS has changed: { $app }
mail-expired = Request { $request } has expired: { $app }
mail-reminded = Request { $request } expires soon: { $app }
mail-commented = Request { $request } has a new comment: { $app }
mail-news = Request { $request } has news: { $app }
# $happened is what the history says, such as “approved the request”.
mail-did = { $actor } { $happened }.
mail-request = Request { $request }: { $app }
# $request is the line above, a link where the mail has links.
mail-request-on = { $request } on { $cluster }
mail-why-waits = You get this because you may decide on it.
mail-why-outcome = You get this because you asked for it.
mail-why-comments = You get this because you asked for it, commented on it or were mentioned.
mail-why-handled = You get this because it waited for you and does so no more.
mail-why-emergency = You get this because every approver is told of this.
# $why is one of the sentences above, $settings an address.
mail-choose = { $why } Choose what you get: { $settings }
