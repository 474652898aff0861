# Wovon Lesende erfahren, und wie Seiten aussehen.
settings-document = Einstellungen – Roleport
settings-title = Einstellungen
settings-saved = Gespeichert
settings-save = Speichern
settings-email = E-Mail
settings-email-off = Dieses Roleport verschickt zurzeit keine E-Mails. Was Sie wählen, gilt, sobald es das tut.
# Eine Überschrift; jede der Wahlen unten beendet den Satz.
settings-email-when = Ich möchte eine E-Mail, wenn
settings-email-emergency = Sie erfahren immer von einer Notfall-Genehmigung: wenn jemand einen Antrag ohne die Personen genehmigt, die die Regeln verlangen.
settings-waits = ein Antrag auf meine Entscheidung wartet
settings-waits-hint = Er wurde eingereicht, bearbeitet oder beantwortet, oder er läuft bald ab.
settings-outcome = aus meinen Anträgen etwas wird
settings-outcome-hint = Genehmigt, abgelehnt, angewendet, fehlgeschlagen, abgelaufen, oder es wurden Änderungen erbeten.
settings-comments = jemand kommentiert oder mich erwähnt
settings-comments-hint = Zu meinen Anträgen, und wo ich kommentiert habe.
settings-handled = jemand anderes einen Antrag erledigt hat
settings-handled-hint = Er hat auf mich gewartet und tut es nicht mehr.
settings-times = Zeiten
settings-zone = Zeitzone
settings-zone-hint = Wird in diesem Browser gespeichert. E-Mails, Exporte und die API verwenden UTC, und Tage in der Suche sind Tage in UTC.
settings-zone-unknown = Es gibt keine Zeitzone „{ $zone }“. Wählen Sie eine aus der Liste.
settings-zone-browser = Wie in diesem Browser
settings-zone-save = Zeitzone speichern
settings-tokens = Token
settings-tokens-lead = Mit <link>Ihren Token</link> können Programme und die Kommandozeile tun, was Sie tun dürfen.
