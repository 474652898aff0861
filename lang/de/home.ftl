# Was auf die Leserin oder den Leser wartet.
home-title = Start – Roleport
home-what-waits = Was auf Sie wartet
home-next-access = Fragen, wer Zugriff hatte
home-next-access-why = Nennen Sie einen Bucket und einen Tag: Der Verlauf kennt jede Rolle, die ihn erreichen konnte, und wer das erlaubt hat.
home-next-review = Antrag { $id } prüfen
# Die Art ist eine von home-kind-… weiter unten.
home-next-review-why = { $author } hat für { $app } beantragt: { $kind }. Dieser Antrag wartet am längsten.
home-next-riskiest-why = { $author } hat für { $app } beantragt: { $kind }. Bei keinem Antrag muss man öfter zweimal hinsehen.
home-nothing-to-decide = Nichts wartet auf Ihre Entscheidung.
home-next-answer = Antrag { $id } beantworten
home-next-answer-why = Bevor { $app } den Zugriff bekommt, soll noch etwas geändert werden.
home-next-failed = Ansehen, warum Antrag { $id } fehlgeschlagen ist
home-next-failed-why = AWS hat die Änderung für { $app } nicht angenommen. Die Seite sagt, warum.
home-next-draft = Entwurf fortsetzen
# Wann: „vor 3 Minuten“.
home-next-draft-why = Er ist für { $app }, gespeichert { $when }.
home-next-draft-new-why = Er ist für eine neue Anwendung, gespeichert { $when }.
home-next-follow = Antrag { $id } verfolgen
home-next-follow-why = { $app } liegt jetzt bei anderen. Die Seite sagt, bei wem.
home-no-open-but-roles = Sie haben keine offenen Anträge. Ihre Rollen stehen weiter unten.
home-next-ask = Zugriff beantragen
home-next-ask-why = Sagen Sie, welche Anwendung was in AWS braucht. Wer genehmigen darf, entscheidet; Roleport legt die Rolle an.
home-kind-new-role = eine neue Rolle
home-kind-change = eine Änderung des Zugriffs
home-kind-retire = die Rolle stillzulegen
home-kind-adopt = die Rolle zu übernehmen
home-kind-restore = die Rolle wiederherzustellen
home-waiting = Wartet auf Sie
home-open = Ihre offenen Anträge
home-no-open = Sie haben keine offenen Anträge. Wählen Sie „Neuer Antrag“, wenn ein Pod Zugriff auf AWS braucht.
home-how-it-works = So funktioniert es
home-caption-riskiest = Anträge zum Entscheiden, die riskantesten zuerst
home-caption-oldest = Anträge zum Entscheiden, die ältesten zuerst
home-caption-mine = Ihre Anträge, die noch nicht erledigt sind
home-oldest-of-more = Das sind die 50 ältesten. <link>Alle, die warten</link>
home-riskiest-of-more = Das sind die 50 riskantesten. <link>Alle, die warten</link>
home-events = Neueste Ereignisse
home-whole-history = Der ganze Verlauf
home-no-roles = Sie haben noch keine Rolle beantragt.
home-what-roles-are-for = Wozu eine Rolle gut ist
home-caption-roles = Rollen, die Sie beantragt haben, die zuletzt geänderten zuerst
home-roles = Ihre Rollen
home-all-roles = Alle Rollen
home-numbers = In Zahlen
home-approvals = Zeit bis zur Genehmigung, nach Woche
home-approvals-week = Woche vom
home-approvals-half = Die Hälfte dauerte weniger als
home-approvals-none = keine
# Wie lange: eine von home-duration-… weiter unten.
home-approvals-summary = In der Woche vom { $week } kam die Hälfte aller Genehmigungen höchstens { $duration } nach dem Antrag.
home-approvals-nothing = In den letzten 12 Wochen wurde nichts genehmigt.
home-duration-minute = eine Minute
home-duration-minutes = { $count } Min.
home-duration-hours = { $count } Std.
home-duration-days = { $count } Tage
home-ages = Offene Anträge, nach Alter
home-ages-age = Alter
home-ages-requests = Anträge
home-ages-none = Kein Antrag ist offen.
home-ages-one-young = 1 Antrag ist offen, seit weniger als einer Woche.
home-ages-young = { $count } Anträge sind offen, keiner seit mehr als einer Woche.
home-ages-one-old = 1 Antrag ist offen, seit mehr als einer Woche.
home-ages-some-old = { $count } Anträge sind offen, { $old } davon seit mehr als einer Woche.
home-services = Berechtigungen, nach Dienst
home-services-service = Dienst
home-services-grants = Berechtigungen
home-services-none = Noch hat keine Rolle einen Zugriff.
home-services-summary = { $some ->
    [one] { $some } von { $all } Berechtigungen aktiver Rollen ist für { $service }.
   *[other] { $some } von { $all } Berechtigungen aktiver Rollen sind für { $service }.
}
home-services-summary-newest = { $some ->
    [one] { $some } von { $all } Berechtigungen ist für { $service }, in den { $roles } aktiven Rollen, die zuletzt geändert wurden.
   *[other] { $some } von { $all } Berechtigungen sind für { $service }, in den { $roles } aktiven Rollen, die zuletzt geändert wurden.
}
