# What the reader is told of, and how pages look.
settings-document = Settings – Roleport
settings-title = Settings
settings-saved = Saved
settings-save = Save
settings-email = E-mail
settings-email-off = This Roleport sends no e-mail now. What you choose counts once it does.
# A legend; each of the choices below ends the sentence.
settings-email-when = Send me an e-mail when
settings-email-emergency = You are always told when somebody breaks the glass: approves a request without the people whom the rules want.
settings-waits = a request waits for my decision
settings-waits-hint = It was submitted, edited or answered, or expires soon.
settings-outcome = something becomes of my requests
settings-outcome-hint = Approved, rejected, applied, failed, expired, or an approver wants changes.
settings-comments = somebody comments or mentions me
settings-comments-hint = On my requests, and where I have commented.
settings-handled = somebody else has handled a request
settings-handled-hint = It waited for me and does so no more.
settings-times = Times
settings-zone = Time zone
settings-zone-hint = Kept in this browser. E-mails, exports and the API have UTC, and days that you search by are days of UTC.
settings-zone-unknown = There is no zone “{ $zone }”. Choose one of the list.
settings-zone-browser = As this browser has it
settings-zone-save = Save the zone
settings-tokens = Tokens
settings-tokens-lead = <link>Your tokens</link> let programs and the command line do what you may do.
