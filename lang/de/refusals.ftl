# Warum eine Seite nicht gezeigt werden kann, und was stattdessen geht.
refusal-error = Fehler { $status }
refusal-outdated = Dieser Antrag hat eine neue Fassung
refusal-outdated-why = Sie haben Fassung { $seen } gelesen; inzwischen gilt Fassung { $now }, deshalb wurde nichts entschieden.
refusal-changes = Was sich geändert hat
refusal-read-now = Aktuelle Fassung lesen
refusal-compare = Beide vergleichen
refusal-not-found = Diese Seite gibt es nicht
refusal-not-found-why = Prüfen Sie die Adresse, oder suchen Sie die Rolle oder den Antrag in den Listen.
refusal-forbidden = Das dürfen Sie nicht
refusal-conflict = Jemand war schneller
refusal-too-many = Das war zu viel auf einmal
refusal-too-many-why = Nichts davon wurde ausgeführt. Gehen Sie zurück, warten Sie { $seconds } s, und senden Sie es noch einmal: Was Sie eingegeben haben, ist noch da.
refusal-broken = Bei uns ist etwas kaputtgegangen
refusal-broken-why = Nichts von dem, was Sie gesendet haben, wurde nur halb ausgeführt. Versuchen Sie es in einer Minute noch einmal; wenn es dabei bleibt, sagen Sie denen Bescheid, die Roleport betreiben.
refusal-broken-name = Geben Sie auch dies weiter, damit findet sich die Ursache im Log: `{ $name }`
refusal-to-roles = Aktive Rollen
refusal-to-requests = Anträge
# Die Seite für alle, die abgemeldet sind.
refusal-signed-out-page = Abgemeldet – Roleport
refusal-signed-out = Sie sind abgemeldet
refusal-signed-out-lead = Roleport gibt Ihren Pods Zugriff auf AWS. Melden Sie sich mit Ihrem Firmenkonto an, um Zugriff zu beantragen oder über Anträge zu entscheiden.
refusal-signed-out-sign-in = Anmelden
