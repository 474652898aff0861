# Was jeder Aufruf eines Plans tut.
plan-create-role = Die Rolle { $role } mit ihrer Trust Policy und ihren Tags anlegen
plan-trust-policy = Die Trust Policy von { $role } setzen
plan-boundary = Die Permissions Boundary von { $role } setzen
plan-tag-role = Die Tags von { $role } setzen
plan-tag-policy = Die Tags der Policy { $policy } setzen
plan-delete-inline = Die Inline-Policy { $policy } von { $role } löschen
plan-create-policy = Die Policy { $policy } anlegen
plan-delete-version = Die alte Version { $version } von { $policy } löschen
plan-new-version = Eine neue Standardversion von { $policy } anlegen; die ARN bleibt
plan-attach = Die Policy { $policy } an { $role } hängen
plan-detach = Die Policy { $policy } von { $role } lösen
plan-delete-role = Die Rolle { $role } löschen
plan-delete-policy = Die Policy { $policy } löschen
# „account“ ist ein Namespace mit einem Service-Account, etwa payments/worker.
plan-associate = { $account } mit { $role } im EKS-Cluster { $cluster } verknüpfen
plan-update-association = Die Rolle der Zuordnung im EKS-Cluster { $cluster } auf { $role } setzen
plan-dissociate = Die Zuordnung mit der Rolle im EKS-Cluster { $cluster } löschen

# Was ihm im Weg steht.
plan-role-gone = Die Rolle { $role } gibt es im Konto nicht mehr, es ist also nichts zu übernehmen.
plan-not-trusted = Nach der Trust Policy, die in AWS steht, darf { $account } die Rolle nicht annehmen. Sie dafür zu übernehmen, würde sie jemand Neuem öffnen. Ziehen Sie diesen Antrag zurück, und beantragen Sie eine neue Rolle.
plan-role-changed = Jemand hat die Policies der Rolle geändert, seit sie für diesen Antrag gelesen wurden. Ziehen Sie ihn zurück, lesen Sie AWS neu, und übernehmen Sie die Rolle, wie sie jetzt ist.
plan-policy-of-others = Im Konto gibt es eine Policy namens { $policy }, die nicht zu dieser Rolle gehört; sie wird nicht angerührt. Benennen Sie sie um, oder entfernen Sie sie.
plan-policy-shared = Die Policy { $policy } heißt wie die Rolle und hängt an { $carriers } Rollen, Benutzern oder Gruppen. Roleport würde sie für alle ändern: Hängen Sie zuerst eine Kopie mit anderem Namen an die übrigen.
plan-eks-cluster-missing = EKS kennt in { $region } keinen Cluster { $cluster } dieses Kontos, dort kann also nichts verknüpft werden. Berichtigen Sie den Namen des Clusters in EKS, oder nehmen Sie IRSA.
plan-foreign-association = EKS verknüpft { $account } schon mit { $role }, und das war nicht Roleport. Löschen Sie diese Zuordnung, wenn die Pods stattdessen diese Rolle haben sollen, oder nehmen Sie IRSA.
plan-on-fargate = Die Pods des Namespace { $namespace } laufen auf Fargate (Profil { $profile }), wo es kein EKS Pod Identity gibt. Nehmen Sie IRSA.
plan-attached-by-others = An der Rolle { $role } hängen Policies, die nicht von Roleport sind, darum wird nichts entfernt: { $policies }. Nehmen Sie sie von der Rolle, wenn sie nicht gebraucht werden.
plan-foreign-role = Im Konto gibt es eine Rolle namens { $name }, die nicht Roleports Tags für diesen Service-Account trägt; sie wird nicht angerührt. Benennen Sie sie um, entfernen Sie sie, oder wählen Sie einen anderen Namen für die Anwendung.
plan-foreign-policy = Im Konto gibt es eine Policy namens { $name }, die nicht Roleports Tags für diesen Service-Account trägt; sie wird nicht angerührt. Benennen Sie sie um, entfernen Sie sie, oder wählen Sie einen anderen Namen für die Anwendung.
plan-role-path-differs = Die Rolle { $role } hat den Pfad { $path } und nicht { $wanted }. Ein Pfad lässt sich nicht ändern: Stellen Sie den Rollenpfad des Clusters auf den Pfad der Rolle ein.
plan-boundary-missing = Die Permissions Boundary { $boundary } gibt es im Konto nicht. Legen Sie diese Policy an, oder berichtigen Sie die Einstellungen des Clusters.
plan-trust-too-large = Die Trust Policy hat { $characters } Zeichen, und dieses Konto erlaubt { $most }. Erhöhen Sie das Kontingent in Service Quotas, oder entfernen Sie, was nicht gebraucht wird.
plan-too-many-policies = An der Rolle hingen dann { $policies } Managed Policies, und dieses Konto erlaubt { $most }. Erhöhen Sie das Kontingent in Service Quotas, oder entfernen Sie, was nicht gebraucht wird.
plan-roles-quota = Das Konto hat { $roles } von { $most } Rollen. Erhöhen Sie das Kontingent in Service Quotas, oder entfernen Sie, was nicht gebraucht wird.
plan-policies-quota = Das Konto hat { $policies } von { $most } Managed Policies. Erhöhen Sie das Kontingent in Service Quotas, oder entfernen Sie, was nicht gebraucht wird.

# Was man vor der Entscheidung wissen soll.
plan-conditions = Die Policy, die in AWS steht, hat eigene Bedingungen: Lesen Sie beide Dokumente, die Worte hier können übergehen, was daran hängt.
plan-document-unreadable = Die Policy, die in AWS steht, lässt sich nicht lesen; was sie erlaubt hat, steht hier darum nicht: { $error }
plan-trust-narrowed = Die Rolle wird allein { $account } gehören. Wer sie jetzt annehmen kann und es dann nicht mehr könnte: { $others }.
plan-policies-left = Diese Policies werden gelöst und bleiben im Konto: { $policies }. Löschen Sie sie, sobald nichts anderes sie mehr benutzt.
plan-had-by-irsa = Pods haben die Rolle jetzt über IRSA. Laufende Pods behalten ihre Zugangsdaten höchstens eine Stunde: Nehmen Sie die Annotation vom Service-Account und starten Sie die Pods neu, sobald dies angewendet ist, denn SDKs ziehen vor, was die Annotation gibt.
plan-had-by-pod-identity = Pods haben die Rolle jetzt über EKS Pod Identity. Laufende Pods behalten ihre Zugangsdaten höchstens einige Stunden: Annotieren Sie den Service-Account und starten Sie die Pods neu, sobald dies angewendet ist.
plan-no-agent = Dem Cluster fehlt das Add-on eks-pod-identity-agent. Wenn sein Agent nicht auf anderem Weg installiert wurde, bekommen Pods keine Zugangsdaten, bis jemand es hinzufügt.
plan-other-association = EKS verknüpft den Service-Account auch mit { $role }. Mit der Annotation benutzen SDKs die Rolle von hier, ohne sie jene.
plan-no-provider = Das Konto kennt den OIDC-Provider { $issuer } des Clusters nicht: Kein Pod kann die Rolle annehmen, bis jemand ihn in IAM einträgt.
plan-role-made-again = Die Rolle { $role } wurde außerhalb von Roleport gelöscht und neu angelegt. Andere Policies, die sie nennen, etwa von Buckets oder Schlüsseln, kennen die neue nicht: Lassen Sie sie neu speichern.
plan-never-used = AWS hat in den letzten 400 Tagen nicht gesehen, dass { $role } benutzt wurde.
# „used“ ist ein Tag mit einer Region, etwa 2026-11-20 in eu-central-1.
plan-last-used = AWS hat { $role } zuletzt am { $used } in Gebrauch gesehen. Vergewissern Sie sich, dass kein Pod sie mehr braucht.
plan-others-attached = An der Rolle hängen auch Policies, die nicht von Roleport sind und die es nicht anrührt: { $policies }. Was diese erlauben, können Pods ebenfalls.
plan-unexpected-boundary = Die Rolle hat die Permissions Boundary { $boundary }, die in den Einstellungen des Clusters nicht steht. Sie bleibt und beschneidet womöglich, was die Policy erlaubt.

# Was sich nicht lesen ließ, und warum, in den Worten von AWS.
plan-quotas-unread = Die Kontingente des Kontos ließen sich nicht lesen. { $why }
plan-provider-unread = Ob das Konto den OIDC-Provider des Clusters kennt, ließ sich nicht lesen. { $why }
plan-boundary-unread = Ob es die Permissions Boundary gibt, ließ sich nicht lesen. { $why }
plan-agent-unread = Ob der Cluster den Agenten von EKS Pod Identity hat, ließ sich nicht lesen. { $why }
plan-fargate-unread = Ob die Pods des Namespace auf Fargate laufen, wo es kein EKS Pod Identity gibt, ließ sich nicht lesen. { $why }

# Der Cluster des Antrags; „advice“ ist eines der letzten beiden.
plan-cluster-removed = Der Cluster { $cluster } wurde entfernt, seit dies geschrieben wurde.
plan-cluster-changed = Der Cluster { $cluster } hat sich geändert, seit dies geschrieben wurde: { $settings }. { $advice }
plan-edit-once = Bearbeiten Sie den Antrag einmal, und reichen Sie ihn wieder ein: Dann wird er gegen den Cluster geprüft, wie er jetzt ist.
plan-adopt-again = Ziehen Sie den Antrag zurück, und beantragen Sie die Übernahme neu.
