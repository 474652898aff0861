# What was sent to whom.
deliveries-title = Notifications – Roleport
deliveries-heading = Notifications
deliveries-lead = What was sent to people and programs. A target that fails is tried again for a few hours.
deliveries-none = Nothing was sent yet. E-mail and webhooks are set up in the configuration.
deliveries-caption = Notifications, newest first
deliveries-about = About
deliveries-state = State
deliveries-to = To
deliveries-attempts = Attempts
deliveries-made = Made
deliveries-actions = Actions
deliveries-send-again = Send again
# After "Send again", for a screen reader; the space in front belongs to it.
deliveries-send-again-to = { " to " }{ $target }
deliveries-waiting = Waiting
deliveries-sent = Sent
deliveries-failed = Failed
deliveries-dropped = Not sent
# How it is sent, and why it was not.
deliveries-email = E-mail
deliveries-no-access = the person has lost access, or has not signed in for long
deliveries-unwanted = the person does not want it
deliveries-late = the request waits for nobody any more
deliveries-email-off = e-mail is switched off
deliveries-unconfigured = it is configured no more
