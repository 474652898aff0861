# Why a page can’t be shown, and what to do instead.
refusal-error = Error { $status }
refusal-outdated = This request has a new revision
refusal-outdated-why = You read revision { $seen }; revision { $now } has taken its place, so nothing was decided.
refusal-changes = What has changed
refusal-read-now = Read the present revision
refusal-compare = Compare both
refusal-not-found = This page does not exist
refusal-not-found-why = Check the address, or look for the role or request in the lists.
refusal-forbidden = You can’t do this
refusal-conflict = Somebody was faster
refusal-too-many = That was too much at once
refusal-too-many-why = Nothing of it was done. Go back, wait { $seconds } s and send it again: what you typed is still there.
refusal-broken = Something broke on our side
refusal-broken-why = Nothing of what you sent was half done. Try again in a minute; if it stays, tell the people who run Roleport.
refusal-broken-name = Tell them this too, it finds the reason in the log: `{ $name }`
refusal-to-roles = Active roles
refusal-to-requests = Requests
# The page for who is signed out.
refusal-signed-out-page = Signed out – Roleport
refusal-signed-out = You are signed out
refusal-signed-out-lead = Roleport gives your pods access to AWS. Sign in with your company account to ask for access or to decide on requests.
refusal-signed-out-sign-in = Sign in
