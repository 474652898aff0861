# Roles made outside Roleport: who can assume them, and why one can't be adopted.
takeover-documents-unreadable = One of its policies is no document that Roleport can keep word for word: it uses variables in the old language, or is no list of statements. Save it with "Version": "2012-10-17" first.
takeover-documents-empty = It carries no policy of its own, so there is nothing that Roleport could own. Ask for a new role instead.
takeover-names-none = Its trust policy names no single service account: open it, and say whose it is.
takeover-not-found = Not found in AWS, or no cluster of Roleport’s is in its trust policy. Read AWS again, or ask for a new role.
takeover-open-it = { $problem } Open it from the list to adopt it for its own service account.

# Who can assume a role, in a list.
takeover-service-account = the service account { $account }
takeover-everybody-but = everybody but those whom one statement leaves out
takeover-every-account = every service account of the cluster
takeover-like = whoever is like { $subject }
takeover-anybody = anybody in AWS
takeover-user = the user, role or account { $name }
takeover-tokens = tokens of { $name }
takeover-service = the service { $name }
takeover-account = the account { $name }

# What becomes of a policy of the role.
takeover-stays-attached = AWS’s own: stays attached
takeover-detached = Detached; stays in the account
takeover-deleted = Inline: deleted
