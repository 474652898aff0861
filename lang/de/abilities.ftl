# Was Dokumente den Pods erlauben. Jeder Satz geht nach „Pods“ weiter; „what“ ist etwa „Objekte unter s3://data/in/ lesen“.
abilities-added = werden { $what } können
abilities-removed = werden nicht mehr { $what } können
abilities-kept = können { $what }
# „sentence“ ist einer der drei oben.
abilities-only-when = { $sentence }, aber nur, wenn { $conditions }
abilities-when = { $sentence }, wenn { $conditions }
abilities-except = { $sentence }, ausgenommen { $places }
# Etwa „auflisten und lesen“, „Objekte“, „unter s3://data/in/“.
abilities-do = { $object } { $place } { $verbs }
abilities-call = { $actions } auf { $place } aufrufen
abilities-any-action-but = jede Aktion außer { $actions }

# Das Ende einer Liste, die Verbindung von zweien.
abilities-last = { $others } und { $last }
abilities-and = { $first } und { $second }
abilities-or = { $first } oder { $second }

# Orte.
abilities-everything = alles
abilities-both = { $one } (soweit auch { $other } passt)
abilities-under = unter { $place }
abilities-at = unter der Adresse { $place }
abilities-in-bucket = im Bucket { $place }
abilities-in-every-bucket = in jedem Bucket
abilities-in-buckets = in jedem Bucket, dessen Name mit { $start } beginnt,

# Bedingungen, nach „wenn“: „key“ ist ein Bedingungsschlüssel oder einer der beiden ersten.
abilities-every = jeder Wert von { $key }
abilities-some = ein Wert von { $key }
abilities-or-not-there = { $condition } oder nicht gesetzt ist
abilities-is-not-there = { $key } nicht gesetzt ist
abilities-is-there = { $key } gesetzt ist
abilities-is-not-in-any-case = { $key } auch in anderer Groß- und Kleinschreibung nicht gleich { $values } ist
abilities-is-in-any-case = { $key } in beliebiger Groß- und Kleinschreibung gleich { $values } ist
abilities-is-not-like = { $key } nicht zu { $values } passt
abilities-is-like = { $key } zu { $values } passt
abilities-is-not-in = { $key } nicht in { $values } liegt
abilities-is-in = { $key } in { $values } liegt
abilities-is-less = { $key } kleiner als { $values } ist
abilities-is-at-most = { $key } höchstens { $values } ist
abilities-is-more = { $key } größer als { $values } ist
abilities-is-at-least = { $key } mindestens { $values } ist
abilities-is-before = { $key } vor { $values } liegt
abilities-is-at-latest = { $key } spätestens { $values } ist
abilities-is-after = { $key } nach { $values } liegt
abilities-is-at-earliest = { $key } frühestens { $values } ist
abilities-is-not = { $key } nicht gleich { $values } ist
abilities-is = { $key } gleich { $values } ist

# Verben, mit dem, was vor dem Ort steht.
abilities-list = auflisten
abilities-read = lesen
abilities-write = schreiben
abilities-delete = löschen
abilities-receive = empfangen
abilities-send = senden
abilities-publish = veröffentlichen
abilities-decrypt = entschlüsseln
abilities-encrypt = verschlüsseln
abilities-scan = durchsuchen
abilities-run = ausführen
abilities-look-into = einsehen
abilities-objects = Objekte
abilities-messages-of = Nachrichten der Warteschlange
abilities-messages-to = Nachrichten an die Warteschlange
abilities-to-topic = im Topic
abilities-with-key = mit dem Schlüssel
abilities-items = Einträge der Tabelle
abilities-records = Datensätze des Streams
abilities-secret = das Secret
abilities-parameter = den Parameter
abilities-queries = Abfragen mit
abilities-catalog = den Datenkatalog
abilities-catalog-of = den Katalog von
