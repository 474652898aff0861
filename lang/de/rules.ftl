# Die Genehmigungsregeln. Beim leeren <when></when> steht eine Zeit, etwa „vor 3 Minuten“.
rules-document = Genehmigungsregeln – Roleport
rules-title = Genehmigungsregeln
rules-lead = Jede Regel, die auf einen Antrag zutrifft, zählt. Trifft keine zu, entscheidet ein Genehmiger. Niemand entscheidet über etwas, das er selbst geschrieben oder bearbeitet hat.
rules-in-force = In Kraft
rules-in-force-by = Fassung { $number } von { $author }.
rules-in-force-decided = Fassung { $number } von { $author }, in Kraft gesetzt von { $who } <when></when>.
rules-check-fields = Bitte prüfen Sie diese Felder
rules-not-understood = Die Regeln sind so nicht zu verstehen oder nicht in Kraft zu setzen.
rules-activate = In Kraft setzen
rules-waits = Ein anderer Admin entscheidet darüber.
rules-proposed = Vorgeschlagen: Fassung { $number }
rules-proposed-by = { $author } hat das <when></when> vorgeschlagen: { $comment }
rules-difference = Unterschied, Zeile für Zeile
rules-difference-label = Unterschied der Regeln
# Regeln in Sätzen
rules-none = Einer der Genehmiger entscheidet über jeden Antrag.
rules-auto = Von Roleport selbst genehmigt
rules-teams = Teams
rules-visibility = Wer was sieht
# Eine Regel: Wofür sie gilt, ist eines der beiden nächsten, mit bis zu drei der folgenden darum herum.
rules-rule = <b>{ $rule }</b>: { $what } braucht { $needed }.
rules-every-request = Jeder Antrag
# $risks etwa „erlaubt Schreiben oder nimmt eine Rolle weg“
rules-request-that = Ein Antrag (er { $risks })
# $services etwa „S3 oder SQS“
rules-with-services = { $what } mit etwas Neuem von { $services }
rules-in-namespace = { $what } im Namespace { $namespaces }
rules-on-cluster = { $what } auf dem Cluster { $clusters }
# Zwei Wörter oder Wendungen einer Aufzählung
rules-or = { $first } oder { $second }
rules-and = { $first } und { $second }
# Was Roleport selbst genehmigt, ebenso zusammengesetzt
rules-auto-rule = <b>{ $rule }</b>: { $what }.
rules-auto-on = An
rules-auto-off = Aus
rules-access = Zugriff
rules-access-read = Zugriff zum Lesen oder Auflisten
rules-access-own-buckets = { $what } auf eigene Buckets des Teams, dem der Namespace gehört,
rules-access-buckets = { $what } in S3
rules-access-services = { $what } bei { $services }
# Ein Team: $parts sind einige der vier unten, mit Semikolon dazwischen.
rules-team = <b>{ $team }</b>: { $parts }.
rules-team-members = Mitglieder { $list }
rules-team-groups = Gruppen { $list }
rules-team-namespaces = Namespaces { $list }
rules-team-buckets = Buckets { $list }
# Andere vorschlagen
rules-propose-title = Andere Regeln vorschlagen
rules-propose = Vorschlagen
rules-propose-hint = Ein anderer Admin setzt sie in Kraft.
rules-source = Regeln
rules-source-hint = TOML, mit visibility über allem anderen: all, oder teams, damit Entwickler nur sehen, was mit ihnen zu tun hat. Gruppen sind approvers, admins, namespace-owners, bucket-owners und team:NAME; Risiken sind write, delete, whole_bucket, other_teams_bucket, custom_statement, escalation und retire; Dienste sind s3, kms und so weiter.
rules-why = Warum
rules-versions = Fassungen
rules-version = <b>Fassung { $number }</b> von { $author } <when></when>: { $comment }.
rules-decided = { $state }, entschieden von { $who } <when></when>
rules-state-proposed = vorgeschlagen
rules-state-active = in Kraft
rules-state-superseded = abgelöst
rules-state-rejected = abgelehnt
rules-state-withdrawn = zurückgezogen
