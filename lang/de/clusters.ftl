# Die Cluster, und was Admins an ihnen ändern.
clusters-page = Cluster – Roleport
clusters-title = Cluster
clusters-lead = Wo Pods laufen, und ob Roleport dort ihre Rollen anlegen kann. Roleport prüft das jede Nacht von selbst. Ein Admin schlägt eine Änderung vor, ein anderer genehmigt sie.
clusters-look-again = Jetzt neu prüfen
clusters-add = Cluster hinzufügen
clusters-none = Es gibt keinen Cluster
clusters-none-why = Noch kann niemand eine Rolle beantragen. Ein Admin fügt den ersten Cluster hinzu, und ein anderer Admin genehmigt ihn.
clusters-file = Die Konfigurationsdatei ist nicht auf dem neuesten Stand
clusters-file-what = Es gilt, was Sie hier sehen. Die Datei füllt nur ein leeres Portal: Bringen Sie sie auf den neuesten Stand, oder nehmen Sie diese Zeilen heraus.
clusters-waiting = Warten auf eine Entscheidung
clusters-changes = Änderungen
clusters-change-line = <link>{ $title }</link> von { $author }, <when></when>: { $comment }
clusters-change-proposed = vorgeschlagen
clusters-change-approved = genehmigt von { $who }, <when></when>
clusters-change-rejected = abgelehnt von { $who }, <when></when>
clusters-change-withdrawn = zurückgezogen von { $who }, <when></when>
clusters-account = AWS-Konto
clusters-region = Region
clusters-role-names = Rollennamen
clusters-path = Pfad
clusters-issuer = OIDC-Issuer
clusters-boundary = Permissions Boundary
clusters-eks-name = Name in EKS
clusters-identity = Pods bekommen Rollen über
clusters-role-to-assume = Anzunehmende Rolle
clusters-reached = `{ $role }`
clusters-reached-external = `{ $role }` mit einer External ID
clusters-behind =
    { $number ->
        [one] { $number } Rolle ist noch auf dem früheren Stand des Clusters
       *[other] { $number } Rollen sind noch auf dem früheren Stand des Clusters
    }
clusters-behind-what = Seitdem geändert: { $fields }. Ein Antrag mit denselben Berechtigungen bringt eine Rolle auf den neuen Stand.
clusters-behind-ask = Änderung beantragen<hidden> für { $name }</hidden>
clusters-open-change = Eine Änderung wartet auf eine Entscheidung
# Für Screenreader der Name des Clusters.
clusters-to-change = Ändern<hidden>: { $name }</hidden>
clusters-to-remove = Entfernen<hidden>: { $name }</hidden>
clusters-item-good = Gut
clusters-item-unknown = Nicht bekannt
clusters-item-soon = Bald
clusters-item-bad = Beheben
clusters-badge-new = Noch nicht geprüft
clusters-badge-ready = Bereit
clusters-badge-unknown = Nicht alles ist bekannt
clusters-badge-soon = Bald ansehen
clusters-badge-bad = Nicht bereit
clusters-not-looked = Noch wurde nichts geprüft. Wählen Sie „Jetzt neu prüfen“.
clusters-looked = Geprüft <when></when>.
# Eine von mehreren Personen.
clusters-either = { $first } oder { $second }
# Eine Änderung, die jemand vorgeschlagen hat.
clusters-change-eyebrow = Änderung { $number } der Cluster
clusters-change-proposal = { $author } hat das vorgeschlagen, <when></when>: { $comment }
clusters-change-fields = Was sich ändert
clusters-change-caption = Felder, die sich unterscheiden
clusters-change-field = Feld
clusters-change-before = Vorher
clusters-change-after = Nachher
clusters-change-nothing = nichts
clusters-change-consequences = Was daraus folgt
clusters-change-in-force = Genehmigt und seitdem in Kraft
clusters-change-was-rejected = Abgelehnt
clusters-change-was-withdrawn = Zurückgezogen
clusters-change-decided = Von { $who }, <when></when>.
clusters-change-obstacle = So kann das nicht genehmigt werden
clusters-change-yours = Ihre Entscheidung ist gefragt
clusters-change-yours-how = Lesen Sie, was sich ändert und was daraus folgt, und genehmigen Sie es dann unten oder lehnen Sie es ab.
clusters-change-others = Ein anderer Admin entscheidet darüber
clusters-change-nobody = Niemand sonst könnte jetzt darüber entscheiden: Noch hat sich kein anderer Admin angemeldet. Bitten Sie jemanden aus einer Admin-Gruppe, sich einmal anzumelden.
clusters-change-who = { $people } kann darüber entscheiden. Niemand entscheidet über den eigenen Vorschlag.
clusters-change-comment = Kommentar
clusters-change-comment-hint = Nötig, wenn Sie ablehnen.
clusters-change-approve = Genehmigen
clusters-change-decision = Ihre Entscheidung
clusters-change-all = Alle Cluster
# Das Formular, das einen Cluster hinzufügt, ändert oder entfernt.
clusters-form-add-lead = Rollen dafür können beantragt werden, sobald ein anderer Admin den Cluster genehmigt hat.
clusters-form-propose-add = Vorschlagen
clusters-form-change = { $name } ändern
clusters-form-change-lead = Ein anderer Admin genehmigt die Änderung. Vorhandene Rollen ziehen mit Anträgen nach; in AWS ändert sich nichts von selbst.
clusters-form-propose-change = Änderung vorschlagen
clusters-form-remove = { $name } entfernen
clusters-form-remove-lead = Sobald ein anderer Admin zugestimmt hat, können dafür keine Rollen mehr beantragt werden. In AWS ändert sich nichts.
clusters-form-propose-remove = Entfernen vorschlagen
clusters-form-why = Begründung
clusters-form-why-hint = Das liest der Admin, der darüber entscheidet.
clusters-form-problems = Bitte prüfen Sie diese Felder
clusters-form-cancel = Abbrechen
clusters-form-who = { $people } kann es genehmigen.
clusters-form-nobody = Niemand sonst könnte es jetzt genehmigen
clusters-form-nobody-why = Niemand genehmigt den eigenen Vorschlag, und noch hat sich kein anderer Admin angemeldet. Bitten Sie jemanden aus einer Admin-Gruppe, sich einmal anzumelden.
clusters-form-in-use = Der Cluster wird benutzt
# $standing ist ein Satz ohne Punkt, wie „2 Rollen und 1 offener Antrag gehören zu diesem Cluster“.
clusters-form-stands-remove = { $standing }; so kann er noch nicht entfernt werden. Erst müssen die Rollen stillgelegt und die Anträge abgeschlossen sein.
clusters-form-stands-change = { $standing }. Solange das so ist, bleiben diese Felder, wie sie sind: { $fields }. Brauchen Sie andere Werte, fügen Sie einen weiteren Cluster hinzu, beantragen dort die Rollen und legen diese still.
clusters-form-accounts = Die anzunehmende Rolle gehört zum AWS-Konto: Eine andere hier gilt dann für jeden Cluster dieses Kontos. Ein neuer Cluster ohne Angabe nimmt die seines Kontos. Bekannt sind:
clusters-form-account-by-role = { $account } ({ $clusters }): über { $role }
clusters-form-account-by-own = { $account } ({ $clusters }): mit den eigenen Zugangsdaten von Roleport
