# What documents let pods do. Each sentence goes on from "Pods"; "what" is such as "read objects under s3://data/in/".
abilities-added = will be able to { $what }
abilities-removed = will no longer be able to { $what }
abilities-kept = can { $what }
# "sentence" is one of the three above.
abilities-only-when = { $sentence }, only when { $conditions }
abilities-when = { $sentence }, when { $conditions }
abilities-except = { $sentence }, except { $places }
# Such as "list and read", "objects", "under s3://data/in/".
abilities-do = { $verbs } { $object } { $place }
abilities-call = call { $actions } on { $place }
abilities-any-action-but = any action but { $actions }

# The end of a list, the joining of two.
abilities-last = { $others } and { $last }
abilities-and = { $first } and { $second }
abilities-or = { $first } or { $second }

# Places.
abilities-everything = everything
abilities-both = { $one } that { $other } matches as well
abilities-under = under { $place }
abilities-at = at { $place }
abilities-in-bucket = in the bucket { $place }
abilities-in-every-bucket = in every bucket
abilities-in-buckets = in every bucket whose name starts with { $start }

# Conditions: "key" is a condition key, or one of the first two.
abilities-every = every { $key }
abilities-some = some { $key }
abilities-or-not-there = { $condition } or not there
abilities-is-not-there = { $key } is not there
abilities-is-there = { $key } is there
abilities-is-not-in-any-case = { $key } is not { $values } in any case
abilities-is-in-any-case = { $key } is { $values } in any case
abilities-is-not-like = { $key } is not like { $values }
abilities-is-like = { $key } is like { $values }
abilities-is-not-in = { $key } is not in { $values }
abilities-is-in = { $key } is in { $values }
abilities-is-less = { $key } is less than { $values }
abilities-is-at-most = { $key } is at most { $values }
abilities-is-more = { $key } is more than { $values }
abilities-is-at-least = { $key } is at least { $values }
abilities-is-before = { $key } is before { $values }
abilities-is-at-latest = { $key } is at latest { $values }
abilities-is-after = { $key } is after { $values }
abilities-is-at-earliest = { $key } is at earliest { $values }
abilities-is-not = { $key } is not { $values }
abilities-is = { $key } is { $values }

# Verbs, with what goes between them and the place.
abilities-list = list
abilities-read = read
abilities-write = write
abilities-delete = delete
abilities-receive = receive
abilities-send = send
abilities-publish = publish
abilities-decrypt = decrypt
abilities-encrypt = encrypt
abilities-scan = scan
abilities-run = run
abilities-look-into = look into
abilities-objects = objects
abilities-messages-of = messages of the queue
abilities-messages-to = messages to the queue
abilities-to-topic = to the topic
abilities-with-key = with the key
abilities-items = items of the table
abilities-records = records of the stream
abilities-secret = the secret
abilities-parameter = the parameter
abilities-queries = queries with
abilities-catalog = the data catalog
abilities-catalog-of = the catalog of
