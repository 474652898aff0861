# Listen von Anträgen, und mehrere auf einmal.
requests-title = Anträge – Roleport
requests-heading = Anträge
requests-which = Welche Anträge
requests-to-decide = Zu entscheiden
requests-mine = Meine
requests-all = Alle
requests-caption-queue = Anträge, die auf eine Entscheidung warten, älteste zuerst
requests-caption-riskiest = Anträge, die auf eine Entscheidung warten, riskanteste zuerst
requests-none-wait = Kein Antrag wartet auf eine Entscheidung.
requests-caption-mine = Anträge, die Sie gestellt haben, neueste zuerst
requests-none-mine = Sie haben noch nichts beantragt. Wählen Sie „Neuer Antrag“, wenn ein Pod Zugriff auf S3 braucht.
requests-caption-all = Alle Anträge, neueste zuerst
requests-none = Es gibt noch keine Anträge. Wählen Sie „Neuer Antrag“, um den ersten zu stellen.
requests-drafts = Ihre Entwürfe
requests-draft-without-app = Noch keine Anwendung
requests-draft-title = { $app } auf { $cluster }
# Zwischen den Tags steht, wann: „vor 3 Minuten“.
requests-draft-saved = gespeichert <when></when>
requests-draft-discard = Verwerfen
# Nach „Verwerfen“, für Screenreader; das Leerzeichen davor gehört dazu. Der Titel ist einer der beiden oben.
requests-draft-discard-which = { ": Entwurf " }„{ $title }“
requests-together-nothing = Nichts zusammen zu genehmigen
requests-together-one = Einen Antrag genehmigen
requests-together-many = { $count } Anträge zusammen genehmigen
# Der Titel einer Seite; die Worte sind einer der drei Sätze oben oder einer darüber, was getan wurde.
requests-together-title = { $words } – Roleport
requests-together-empty = Es wurde kein Antrag ausgewählt, den Sie mit anderen zusammen genehmigen dürfen. Kreuzen Sie in der Warteschlange welche mit geringem Risiko an.
requests-together-to-queue = Zur Warteschlange
requests-together-back = Zurück zur Warteschlange
requests-together-left-out = Diese sind nicht dabei
requests-together-refused = Noch ist nichts genehmigt
requests-together-lead = Jeder ist eine eigene Entscheidung, gebunden an das, was hier steht. Ändert sich einer, bevor Sie auf den Knopf drücken, wird er nicht genehmigt, die anderen schon.
requests-together-comment = Kommentar
requests-together-comment-hint = Kann leer bleiben. Er gilt für jeden von ihnen. Markdown ist möglich.
requests-together-approve = { $count ->
    [one] 1 Antrag genehmigen
   *[other] { $count } Anträge genehmigen
}
requests-together-decision = Ihre Entscheidung
requests-together-leave-out = Weglassen
# Nach „Weglassen“, für Screenreader; das Leerzeichen davor gehört dazu.
requests-together-leave-out-which = { ": Antrag " }{ $id }
requests-together-request = Antrag { $id }: { $app }
# Die Art: „Neue Rolle“. Zwischen den Tags steht, wann: „vor 3 Minuten“.
requests-together-asked = { $kind } auf { $cluster }, beantragt von { $author } <when></when>
requests-together-no-calls = Nichts zu senden: AWS ist schon so, wie er es will.
requests-together-calls = { $count ->
    [one] 1 Aufruf in AWS
   *[other] { $count } Aufrufe in AWS
}
requests-together-done-none = Kein Antrag ist genehmigt
requests-together-done = { $count ->
    [one] 1 Antrag ist genehmigt
   *[other] { $count } Anträge sind genehmigt
}
requests-together-approved = Genehmigt
requests-together-approved-why = Jeder, soweit es an Ihnen liegt; seine Seite sagt, ob noch andere nötig sind.
requests-together-not-approved = Nicht genehmigt
requests-together-link = Antrag { $id }
