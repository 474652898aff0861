# Wer an einem Tag Zugriff auf einen Bucket hatte.
access-title = Wer Zugriff hatte – Roleport
access-heading = Wer hatte Zugriff?
access-lead = Jede Rolle, die an einem Tag einen Bucket erreichen konnte, und wer das erlaubt hat.
access-question = Fragen, wer Zugriff hatte
access-bucket = Bucket
access-bucket-hint = Sein Name oder s3://bucket/präfix/
access-prefix = Präfix oder Schlüssel
access-prefix-hint = Leer für den ganzen Bucket
access-day = Tag
access-day-hint = In UTC, etwa 2026-11-25
access-any-of = Einer dieser Zugriffe
access-show = Anzeigen, wer Zugriff hatte
# Der Zugriff: „auflisten, lesen oder schreiben“.
access-answer-none = Keine Rolle konnte am { $day } in `{ $address }` { $access }
access-answer = { $count ->
    [one] 1 Rolle konnte am { $day } in `{ $address }` { $access }
   *[other] { $count } Rollen konnten am { $day } in `{ $address }` { $access }
}
access-or = { $some } oder { $last }
access-nothing = Keine Rolle, die Roleport verwaltet, hat ihn an diesem Tag geöffnet. Was andere in AWS eingerichtet haben, ist hier nicht bekannt.
access-events = Ereignisse zu diesem Bucket
access-caption = Rollen mit Zugriff, und wer ihn erlaubt hat
access-column-role = Rolle
access-column-access = Zugriff
access-column-since = Seit
access-column-allowed-by = Erlaubt von
access-all = Auf alles
access-part = Nur auf einen Teil
# Zwischen den Tags steht, wann.
access-until = bis <when></when>
access-still = und noch immer
access-imported = Durch einen Import übernommen
access-no-approval = Keine Genehmigung ist aufgezeichnet
access-request-of = <link>Antrag { $id }</link> von { $author }
