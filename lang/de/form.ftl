# Das Formular eines Antrags. Was der Browser dort sagt, steht in preview.ftl.
form-title-new = AWS-Zugriff beantragen
form-title-change = Zugriff von { $app } ändern
form-title-edit = Antrag { $number } bearbeiten
form-lead-new = Geben Sie an, welche Pods was in AWS brauchen. Sie sehen genau, was dabei entsteht, bevor etwas eingereicht wird.
form-lead-change = Fügen Sie Berechtigungen hinzu, ändern oder entfernen Sie welche. Sie sehen den genauen Unterschied, bevor etwas eingereicht wird.
form-lead-edit = Ändern Sie, was Sie beantragen. Daraus wird eine neue Fassung, die wieder zu den Genehmigern geht; Genehmigungen der früheren gelten nicht mehr.
# Der Titel des Dokuments; $title ist einer von oben.
form-document = { $title } – Roleport
form-document-error = Fehler: { $title } – Roleport
form-no-cluster = Es gibt noch keinen Cluster
form-no-cluster-admin = <link>Fügen Sie den ersten Cluster hinzu</link>, und lassen Sie ihn von einem anderen Admin genehmigen.
form-no-cluster-other = Bitten Sie einen Admin von Roleport, den ersten hinzuzufügen. Danach lassen sich Rollen darauf beantragen.
form-filled = Der Link, der Sie hierher geführt hat, hat etwas ausgefüllt
form-filled-lead = Sehen Sie die Berechtigungen unten durch, und schreiben Sie, warum das nötig ist. Beantragt wird nichts, bevor Sie es einreichen.
form-check-fields = Bitte prüfen Sie diese Felder
# Welche Pods
form-pods = Welche Pods
form-pods-fixed = Aus diesen Namen besteht die Rolle, sie lassen sich nicht ändern. Andere Namen brauchen eine neue Rolle.
form-cluster = Cluster
form-cluster-option = { $cluster } (Konto { $account }, { $region })
form-application = Anwendung
form-application-hint = Wie in Ihrem Helm-Release: Kleinbuchstaben, Ziffern und Bindestriche, etwa blue-raven.
form-namespace = Namespace
form-kubernetes-namespace = Kubernetes-Namespace
form-service-account = Service-Account
form-identity = Wie Pods an die Rolle kommen
form-identity-hint = EKS Pod Identity gibt es für Pods auf EC2-Nodes von EKS mit Linux: nicht auf Fargate, nicht unter Windows, nicht auf anderen Clustern.
form-identity-usual = Wie auf dem Cluster üblich
form-identity-irsa = IRSA: eine Annotation am Service-Account
form-identity-pod-identity = EKS Pod Identity: eine Zuordnung in EKS, keine Annotation
# Was sie nutzen dürfen
form-grants = Was sie nutzen dürfen
form-grants-add = Weitere Berechtigung hinzufügen
form-old-buckets = Namen aus der Zeit vor März 2018 zulassen
form-old-buckets-seen = Ich habe den Bucket in us-east-1 gesehen: { $buckets }
form-kind = Art
form-kind-show = Felder dieser Art zeigen
form-access = Zugriff
# Mehrere Berechtigungen auf einmal
form-several = Mehrere Berechtigungen auf einmal hinzufügen
form-pasted = Eine Liste von Adressen
form-pasted-hint = Eine je Zeile: s3://bucket/prefix/ oder eine ARN, dahinter auf Englisch, was die Pods dürfen, etwa „read, write“. Steht nichts dahinter: read.
form-pasted-add = Diese Berechtigungen hinzufügen
form-like = Die Berechtigungen einer anderen Rolle
form-like-hint = Name oder ARN der Rolle. Die Berechtigungen werden kopiert; die andere Rolle bleibt, wie sie ist.
form-like-add = Ihre Berechtigungen kopieren
form-jobs = Die Berechtigungen einer üblichen Aufgabe
# Warum
form-why = Warum
form-reason = Begründung
form-reason-hint = Ein oder zwei Sätze für die Person, die den Antrag genehmigt, und für alle, die in einem Jahr danach fragen.
form-changed = Was Sie geändert haben
form-answer = Nachricht an die Genehmiger
form-answer-hint = Freiwillig. Den Unterschied sehen sie ohnehin.
# Was daraus wird. Der erste Knopf ist nur für die Eingabetaste da und nicht zu sehen.
form-enter = Prüfen
form-review = Antrag prüfen
form-save = Entwurf speichern
form-cancel = Abbrechen
form-draft-saved = Dieser Entwurf ist gespeichert.
form-kept = Als Entwurf gespeichert.
form-not-kept = Der Entwurf konnte nicht gespeichert werden. Vielleicht sind Sie abgemeldet: Lassen Sie diese Seite offen, und melden Sie sich in einem anderen Tab an.
# Rollen, die es schon gibt
form-namesakes = Gibt es sie schon?
form-namesakes-lead = Diese Rollen haben dieselbe Anwendung. Ist eine davon gemeint, beantragen Sie ihre Änderung.
form-taken = Dieser Service-Account hat eine Rolle
form-taken-lead = Jeder Service-Account hat eine Rolle. Beantragen Sie ihre Änderung statt einer neuen Rolle.
form-namesake-change = Ändern
# Was daraus entsteht
form-makes = Was aus diesem Antrag entsteht
form-makes-title = Was daraus entsteht
form-makes-name = Name der Rolle
form-makes-no-name = Erscheint, sobald die Namen vollständig sind.
form-makes-changes = Was sich ändert
form-makes-no-access = Nennen Sie eine Ressource, und kreuzen Sie an, was die Pods brauchen.
form-makes-risks = Genau hinsehen
form-makes-policy = Policy
form-makes-helm = Helm-Werte, sobald der Antrag angewendet ist
# Wie es weitergeht, in vier Schritten
form-next = Wie es weitergeht
form-next-review = Sie prüfen die genaue Rolle, ihre Policy und die Helm-Werte.
form-next-decide = Jemand anderes, der genehmigen darf, entscheidet darüber.
form-next-apply = Roleport wendet den Antrag in AWS an, meist binnen Sekunden.
form-next-use = Sie kopieren die Helm-Werte und starten die Pods neu.
