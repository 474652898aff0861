names-space = ein Leerzeichen
names-double-quote = ein gerades Anführungszeichen
names-quoted = „{ $character }“
names-bucket-may-be-old = { $wrong } Liegt der Bucket in us-east-1 und ist er älter als März 2018, dann kann ein Genehmiger seinen Namen zulassen.
