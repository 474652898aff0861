# Was mehrere Seiten gemeinsam haben.
parts-next = Als Nächstes
parts-pages = Seiten
parts-pages-first = Erste Seite
parts-pages-next = Nächste Seite
parts-you = Sie
parts-reject = Ablehnen
parts-withdraw = Zurückziehen
parts-break-glass = Notfall-Genehmigung
parts-column-tick = Ankreuzen
parts-column-request = Antrag
parts-column-submitted = Eingereicht
parts-column-look-twice = Zweimal hinsehen
parts-column-access = Zugriff
parts-column-asked-by = Beantragt von
parts-column-state = Stand
parts-column-cluster = Cluster
parts-access-none = Keiner: Die Rolle wird entfernt
parts-queue-order = Reihenfolge
parts-queue-oldest = Älteste zuerst
parts-queue-riskiest = Riskanteste zuerst
parts-queue-together = Anträge, bei denen man nicht zweimal hinsehen muss, haben ein Kästchen: Kreuzen Sie bis zu { $most } an, um sie zusammen zu genehmigen.
# Zwischen den Tags steht, wie viele angekreuzt sind.
parts-queue-review-together = <ticked></ticked> zusammen prüfen
parts-queue-tick = Antrag { $id } mit anderen zusammen prüfen
parts-queue-no-findings = Nichts
# Nach einem Befund.
parts-queue-more-findings = { $count ->
    [one] und { $count } weiterer
   *[other] und { $count } weitere
}
parts-chart-table = Als Tabelle
parts-ago-now = gerade eben
parts-ago-minutes = { $count ->
    [one] vor { $count } Minute
   *[other] vor { $count } Minuten
}
parts-ago-hours = { $count ->
    [one] vor { $count } Stunde
   *[other] vor { $count } Stunden
}
parts-ago-days = { $count ->
    [one] vor { $count } Tag
   *[other] vor { $count } Tagen
}
parts-live-request = Dieser Antrag hat sich geändert. <link>Seite neu laden</link> (kopieren Sie vorher Ihren Kommentar).
parts-live-one = 1 Antrag hat sich geändert – <link>anzeigen</link>
# Zwischen den Tags steht, wie viele.
parts-live-several = <count></count> Anträge haben sich geändert – <link>anzeigen</link>
parts-step-planned = Geplant
parts-step-running = Läuft
parts-step-done = Erledigt
parts-step-failed = Fehlgeschlagen
parts-step-before-after = Vorher und nachher
parts-step-changes = Was dieser Aufruf ändert
parts-history = Verlauf
parts-history-empty = Noch ist nichts geschehen.
parts-history-see-request = Antrag { $id } ansehen
parts-change-nothing = Nichts ändert sich.
parts-change-added = Neu
parts-change-removed = Entfernt
parts-change-kept = Bleibt
parts-look-twice = Zweimal hinsehen
# Vor der Zeile eines Textes, für Screenreader; das Leerzeichen am Ende gehört dazu.
parts-diff-added = { "neu: " }
parts-diff-removed = { "entfernt: " }
parts-document-json = { $title } (JSON)
parts-document-new = Neu
parts-document-same = Unverändert
parts-document-removed = Entfernt
parts-document-changed = Geänderte Zeilen: { $added } neu, { $removed } entfernt
parts-sides-whole = Unveränderte Zeilen anzeigen
parts-sides-caption = { $title }, vorher und nachher
parts-sides-one-column = { $title }, was sich ändert
parts-sides-line-before = Zeile vorher
parts-sides-line-after = Zeile nachher
parts-sides-before = Vorher
parts-sides-after = Nachher
parts-sides-text = Text
parts-sides-unchanged = { $count ->
    [one] { $count } unveränderte Zeile
   *[other] { $count } unveränderte Zeilen
}
parts-demand-given = Gegeben
parts-demand-needed = Nötig
parts-demand-rule = nach der Regel „{ $rule }“
parts-demand-approved-by = Genehmigt von { $names }.
parts-demand-nobody = Noch niemand, der es könnte, hat sich bei Roleport angemeldet.
parts-demand-possible = Noch genehmigen können: { $names }.
parts-demand-more = { $names } und { $count } weitere
parts-copy = Kopieren
parts-copied = Kopiert
# Auf dem Knopf, wo der Browser keine Zwischenablage hat: Es ist von Hand zu tun.
parts-copy-failed = Markieren und kopieren
# Der Titel eines Textblocks, etwa „Trust Policy (JSON)“ oder „Pods neu starten“.
parts-copy-named = „{ $title }“ kopieren
parts-copy-arn = ARN kopieren
parts-trust-policy = Trust Policy
parts-permission-policy = Berechtigungs-Policy
parts-permission-policy-number = Berechtigungs-Policy { $number }
parts-policy-size = { $name }: { $size } von 6.144 Zeichen, ohne Leerraum gezählt
parts-git = Git
parts-git-waiting = { $count ->
    [one] Eine Änderung wartet auf den Push.
   *[other] { $count } Änderungen warten auf den Push.
}
# Wann: „vor 3 Minuten“.
parts-git-in-step = Zuletzt abgeglichen <when></when>.
parts-git-in-step-commit = Zuletzt abgeglichen <when></when>, neuester Commit `{ $commit }`.
parts-git-failed = Git: Die Rollen lassen sich nicht pushen
parts-git-tried = Roleport hat es <when></when> mit `{ $repository }` versucht und versucht es von selbst wieder:
parts-terraform = In Terraform führen
parts-terraform-why = Dieselbe Rolle als Code, für Reviews und für alles, was darauf aufbaut. Die import-Blöcke übernehmen, was in AWS ist, sodass `terraform plan` nichts zu ändern hat. Änderungen werden trotzdem hier beantragt: Was ein anderes Werkzeug ändert, zeigt Roleport als Abweichung.
parts-terraform-files = Terraform-Dateien dieser Rolle
parts-helm = Im Helm-Chart verwenden
parts-helm-how = Übernehmen Sie die Werte in Ihr Release, behalten Sie das Template im Chart, und nennen Sie den Service-Account im Pod. Jeder Wert steht in Anführungszeichen: Ein Name ohne sie, etwa `on` oder `0123`, würde zu etwas anderem. Die Prüfsumme sorgt dafür, dass die Pods neu angelegt werden, wenn sich der Service-Account ändert.
parts-helm-no-annotation = Es gibt keine Annotation: EKS verbindet den Service-Account mit der Rolle. Wo das Chart `eks.amazonaws.com/role-arn` hat, nehmen Sie es heraus, denn SDKs würden sich zuerst danach richten.
parts-helm-schema = Werte von Helm prüfen lassen
parts-helm-schema-why = Mit dieser Datei neben `values.yaml` weist Helm einen Schalter ab, der ein Text ist, einen Namen, der kein Text ist, und was nicht die ARN einer Rolle ist. Hat das Chart schon eine solche Datei, übernehmen Sie, was unter `serviceAccount` steht.
parts-helm-existing = Vorhandenen Service-Account verwenden
parts-helm-existing-annotate = Wurde der Service-Account von einem anderen Werkzeug angelegt (eksctl, Terraform), weigert sich Helm, ihn zu übernehmen: Setzen Sie `create: false` in den Werten, und annotieren Sie den vorhandenen Account:
parts-helm-existing-without = Wurde der Service-Account von einem anderen Werkzeug angelegt (eksctl, Terraform), weigert sich Helm, ihn zu übernehmen: Setzen Sie `create: false` in den Werten. Der vorhandene Account darf keine Annotation einer Rolle haben:
parts-helm-annotate = Vorhandenen Service-Account annotieren
parts-helm-take-off = Annotation von einem vorhandenen Service-Account entfernen
parts-validate = Prüfen, dass es funktioniert
parts-validate-irsa = Die Annotation wirkt erst, wenn Pods neu starten, und eine frische Rolle ist manchmal erst nach bis zu einer Minute nutzbar. Die Befehle nehmen an, dass das Deployment wie die Anwendung heißt; setzen Sie Ihren Namen ein, wo er abweicht.
parts-validate-pod-identity = Eine Zuordnung wirkt erst, wenn Pods neu starten, und es kann eine Minute dauern, bis EKS eine neue kennt. Die Befehle nehmen an, dass das Deployment wie die Anwendung heißt; setzen Sie Ihren Namen ein, wo er abweicht.
parts-validate-restart = Starten Sie die Pods neu.
parts-validate-see-irsa = Prüfen Sie, dass der Pod die Rolle hat: `AWS_ROLE_ARN` muss die ARN dieser Rolle sein.
parts-validate-see-pod-identity = Prüfen Sie, dass der Pod die Rolle hat: `AWS_CONTAINER_CREDENTIALS_FULL_URI` muss da sein, AWS_ROLE_ARN darf es nicht.
parts-validate-accepts = Prüfen Sie, dass AWS sie annimmt: Die Antwort muss diese Rolle nennen. Dafür muss die AWS CLI im Image sein.
parts-command-restart = Pods neu starten
parts-command-environment = AWS-Einstellungen des Pods anzeigen
parts-command-identity = AWS fragen, wer der Pod ist
parts-trouble = Wenn es nicht funktioniert
parts-trouble-404 = 403, wo Sie 404 erwartet haben
parts-trouble-404-why = S3 verbirgt fehlende Objekte vor allen, die nicht auflisten dürfen: Beantragen Sie auch das Auflisten.
parts-trouble-list = AccessDenied beim Auflisten eines Ordners
parts-trouble-list-why = Listen Sie mit dem Schrägstrich am Ende auf: `in/`, nicht `in`.
parts-trouble-kms = AccessDenied mit KMS im Text
parts-trouble-kms-why = Der Bucket ist mit einem eigenen Schlüssel verschlüsselt: Beantragen Sie auch diesen Schlüssel.
parts-trouble-assume-why = Der Pod läuft in einem anderen Namespace oder mit einem anderen Service-Account, als diese Rolle nennt.
parts-trouble-irsa = Kein AWS_ROLE_ARN im Pod, oder Aufrufe laufen unter der Rolle des Nodes
parts-trouble-irsa-why = Der Pod wurde seitdem nicht neu gestartet, der Schlüssel der Annotation ist falsch geschrieben, oder das SDK ist zu alt.
parts-trouble-pod-identity = Kein AWS_CONTAINER_CREDENTIALS_FULL_URI im Pod, oder Aufrufe laufen unter der Rolle des Nodes
parts-trouble-pod-identity-why = Der Pod wurde seitdem nicht neu gestartet, läuft mit einem anderen Service-Account, oder das SDK ist zu alt.
parts-trouble-agent = Der Pod erreicht 169.254.170.23 nicht
parts-trouble-agent-why = Der Node hat keinen Agenten: Der Cluster braucht das Add-on `eks-pod-identity-agent`. Auf Fargate und Windows gibt es keinen; beantragen Sie dort IRSA.
parts-keys = Tastenkürzel
parts-keys-title = Tastenkürzel – Roleport
parts-keys-what = Was Tasten tun
parts-keys-close = Schließen
parts-keys-lead = Keine Taste entscheidet etwas: Sie führt Sie nur zum Knopf. In einem Feld sind Tasten Buchstaben.
# Zwischen zwei Tasten, die nacheinander zu drücken sind.
parts-keys-then = dann
parts-keys-on = Tastenkürzel sind an.
parts-keys-off = Tastenkürzel sind aus.
parts-keys-switch-off = Ausschalten
parts-keys-switch-on = Einschalten
parts-keys-everywhere = Überall
parts-keys-show = Diese Tastenkürzel anzeigen
parts-keys-search = Zum Suchfeld oder zur Liste der Rollen gehen
parts-keys-home = Zu dem gehen, was auf Sie wartet
parts-keys-roles = Zu den Rollen gehen
parts-keys-queue = Zur Warteschlange gehen
parts-keys-in-list = In einer Liste
parts-keys-next-line = Nächste Zeile
parts-keys-line-before = Vorige Zeile
parts-keys-open = Öffnen
parts-keys-on-request = Auf einem Antrag
parts-keys-next-change = Nächste Änderung; auch j
parts-keys-change-before = Vorige Änderung; auch k
parts-keys-approve = Zum Knopf gehen, der genehmigt
parts-keys-reject = Zu den Knöpfen gehen, die Änderungen erbitten oder ablehnen
parts-keys-comment = Zum Feld für einen Kommentar gehen
parts-facts = Die Rolle
parts-fact-name = Name der Rolle
parts-fact-cluster = Cluster
parts-fact-app = Anwendung
parts-fact-namespace = Namespace
parts-fact-service-account = Service-Account
parts-fact-identity = Pods bekommen sie über
parts-what-changes = Was sich ändert
parts-reason = Begründung
parts-policies-in-aws = Policies in AWS
