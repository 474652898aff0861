# What is wrong with names and other short texts, beside their fields.
names-space = a space
names-double-quote = a double quote
names-quoted = "{ $character }"
# $wrong is a sentence of its own: what is wrong with the name.
names-bucket-may-be-old = { $wrong } If the bucket is in us-east-1 and older than March 2018, an approver can admit its name.
