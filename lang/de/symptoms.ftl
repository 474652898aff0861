# Was der Doktor findet. Der erste Satz einer Ursache ist ihre Überschrift; „-cure“ sagt, was zu tun ist.
symptom-wrong = Falsch
symptom-suspect = Ansehen
symptom-known = Gut zu wissen
symptom-right = Richtig

# Die Befehle einer Abhilfe.
symptom-run-annotate = Den Service-Account annotieren
symptom-run-restart = Die Pods neu starten
symptom-run-other-annotation = Die andere Annotation entfernen
symptom-run-remove-annotation = Die Annotation entfernen
symptom-run-annotation-off = Die Annotation wegnehmen
symptom-run-runs-as = Den Service-Account der Pods zeigen
symptom-run-settings = Die AWS-Einstellungen des Pods zeigen
symptom-run-describe = Den Service-Account zeigen
symptom-run-identity = AWS fragen, wer der Pod ist
symptom-run-issuer = Den Issuer des Clusters zeigen
symptom-run-keys-off = Die Schlüssel aus dem Deployment nehmen
symptom-run-setting-off = Die Einstellung aus dem Deployment nehmen
symptom-run-associations = Die Zuordnungen zeigen
symptom-run-region = Die Region setzen
symptom-run-decode = Die Nachricht entschlüsseln
symptom-run-providers = Die Provider des Kontos zeigen
symptom-run-add-provider = Den Provider hinzufügen
symptom-run-fs-group = fsGroup setzen
symptom-run-bucket-key = Den Schlüssel des Buckets zeigen
symptom-run-list-folder = Einen Ordner auflisten
symptom-run-list-the-folder = Den Ordner auflisten

# Der Text selbst.
symptom-token-pasted = Im Text steht ein Token. Es wurde entfernt, bevor irgendetwas anderes geschah, und nirgends gespeichert; aber wer es hat, ist der Pod, bis es abläuft.
symptom-token-pasted-cure = Nehmen Sie das Feld für Tokens weiter unten: Es wird in Ihrem Browser gelesen und nie gesendet.
symptom-secret-pasted = Im Text steht ein Geheimnis. Es wurde entfernt, bevor irgendetwas anderes geschah, und nirgends gespeichert.
symptom-secret-pasted-cure = Fügen Sie keine Geheimnisse ein. Wenn andere es auch gesehen haben, lassen Sie es ersetzen.
symptom-not-recognised = In diesem Text ist nichts, was der Doktor kennt: kein Service-Account, keine AWS-Einstellungen, kein Fehler von AWS und keine Claims.
symptom-not-recognised-cure = Fügen Sie ein, was einer dieser Befehle ausgibt, oder den ganzen Fehler des Aufrufs, der scheitert, mit der Zeile, die mit „User:“ beginnt, wo es eine gibt. Wenn die Einstellungen des Pods gar nichts ausgeben, hat der Pod keine Rolle: Starten Sie ihn neu, und sehen Sie sich seinen Service-Account an.

# Ein Service-Account.
symptom-look-cure = Starten Sie die Pods neu, sehen Sie nach, unter welchem Service-Account sie laufen, und sehen Sie sich ihre AWS-Einstellungen an. Fügen Sie ein, was ausgegeben wird.
symptom-annotation-empty = Die Annotation { $key } ist leer, darum bekommen die Pods keine Rolle.
symptom-annotation-empty-cure = Setzen Sie sie auf die ARN der Rolle, und starten Sie die Pods neu.
symptom-annotation-key = Die Rolle steht unter einem Schlüssel, den EKS nicht liest: Es liest allein { $key }.
symptom-annotation-key-cure = Annotieren Sie den Service-Account mit dem richtigen Schlüssel, nehmen Sie den anderen weg, und starten Sie die Pods neu.
symptom-annotation-missing = Der Service-Account nennt keine Rolle: Er hat keine Annotation eks.amazonaws.com/role-arn.
symptom-annotation-missing-cure = Annotieren Sie ihn mit der ARN der Rolle, und starten Sie die Pods neu. Wenn Helm den Account anlegt, setzen Sie stattdessen die Values von der Seite der Rolle in das Release ein.
symptom-annotation-audience = Der Service-Account verlangt Tokens für eine andere Audience als sts.amazonaws.com, und die lehnt AWS ab.
symptom-annotation-audience-cure = Nehmen Sie die Annotation weg, und starten Sie die Pods neu.
symptom-association-decides = Die Rolle wird durch EKS Pod Identity gegeben, darum braucht der Service-Account keine Annotation, und er hat keine.
symptom-annotation-right = Der Service-Account nennt seine Rolle, wie er soll. Dann sind vielleicht die Pods älter als die Annotation, oder sie laufen unter einem anderen Service-Account.
# „seen“ und „account“ sind Namespaces mit einem Service-Account, etwa payments/worker.
symptom-account-differs = Dies ist { $seen }, und die Rolle { $role } vertraut allein { $account }.
symptom-account-cure = Lassen Sie die Pods im Namespace { $namespace } mit serviceAccountName: { $account } laufen; oder beantragen Sie eine Rolle für den Service-Account, den sie haben.

# Die ARN einer Rolle, wo eine gesetzt ist; „place“ ist das nächste oder AWS_ROLE_ARN.
symptom-the-annotation = Die Annotation { $key }
symptom-arn-invalid = { $place } enthält etwas, das keine ARN einer Rolle ist.
symptom-arn-invalid-cure = Die ARN einer Rolle lautet arn:aws:iam::ACCOUNT:role/NAME, mit einer Kontonummer aus 12 Ziffern, ohne Anführungs- und Leerzeichen. Setzen Sie sie neu, und starten Sie die Pods neu.
symptom-role-retired = Die Rolle { $role } ist stillgelegt: Sie ist nicht mehr in AWS.
symptom-role-retired-cure = Beantragen Sie eine neue Rolle für diesen Service-Account; ihre ARN wird wieder dieselbe sein.
symptom-role-of-another = { $place } nennt die Rolle von { $account }, die diese Pods nicht annehmen können: Ihre Trust Policy nennt allein diesen Service-Account.
symptom-role-of-another-cure = Die Rolle von { $account } ist { $arn }. Setzen Sie diese, und starten Sie die Pods neu.
symptom-role-other-account = { $place } nennt eine Rolle des Kontos { $number } ({ $partition }), und die Rolle von { $account } ist in { $own } ({ $other }).
symptom-role-other-account-cure = Setzen Sie die ARN der Rolle, die Roleport angelegt hat, und starten Sie die Pods neu.
symptom-arn-differs = { $place } ist nicht die ARN der Rolle von { $account }. AWS vergleicht jeden Buchstaben, und auch den Pfad vor dem Namen.
symptom-arn-differs-cure = Die ARN der Rolle ist { $arn }. Setzen Sie diese, und starten Sie die Pods neu.
symptom-unknown-account = { $place } nennt eine Rolle des Kontos { $number }, in dem kein Cluster dieses Roleport seine Rollen hat.
symptom-unknown-account-cure = Vergleichen Sie das Konto mit dem, das Ihre Pods benutzen sollen. Wenn es stimmt, ist die Rolle nicht von Roleport: Fragen Sie, wer sie angelegt hat.
symptom-unknown-role = Roleport kennt keine Rolle { $role }, die Sie sehen dürfen. Vielleicht ist sie falsch geschrieben, wurde nie angelegt oder auf anderem Weg.
symptom-unknown-role-cure = Suchen Sie Ihre Anwendung unter „Rollen“, und vergleichen Sie die ARN Buchstabe für Buchstabe. Wenn sie dort nicht steht, beantragen Sie eine Rolle.

# Die Claims eines Tokens.
symptom-token-audience = Das Token ist für eine andere Audience als sts.amazonaws.com, darum lehnt AWS es ab. Kubernetes’ eigenes Token unter /var/run/secrets/kubernetes.io ist so eines.
symptom-token-audience-cure = Nehmen Sie die Datei, die AWS_WEB_IDENTITY_TOKEN_FILE nennt. Wenn es diese ist, nehmen Sie die Annotation eks.amazonaws.com/audience vom Service-Account, und starten Sie die Pods neu.
symptom-token-expired = Das Token ist vor { $minutes } Minuten abgelaufen.
symptom-token-expired-cure = Kubernetes erneuert die Datei von selbst: Ein SDK oder Programm, das sie einmal liest und behält, muss sie neu lesen. Bringen Sie das SDK auf den neuesten Stand, oder starten Sie die Pods neu.
symptom-token-right = Das Token ist, was die Trust Policy der Rolle verlangt: Issuer, Subject und Audience stimmen.
symptom-token-right-cure = Dann lässt AWS diesen Pod die Rolle annehmen. Fragen Sie AWS, wer der Pod ist; bei einer Rolle, die eben erst angelegt wurde, kann es bis zu einer Minute dauern.
symptom-token-of-none = Das Token ist eines für AWS, und Roleport kennt keine Rolle für seinen Service-Account, die Sie sehen dürfen.
symptom-token-of-none-cure = Wählen Sie oben die Rolle, um beide zu vergleichen, oder beantragen Sie eine Rolle für diesen Service-Account.
symptom-token-other-cluster = Das Token kommt aus dem Cluster { $cluster }, und die Rolle { $role } gehört zu { $own }.
symptom-token-issuer = Der Issuer des Tokens ist nicht der des Clusters { $cluster }, { $issuer }. Der Cluster wurde vielleicht neu angelegt: Dann hat er einen neuen Issuer.
symptom-token-issuer-cure = Beantragen Sie eine Rolle in dem Cluster, in dem die Pods laufen. Wo ein Cluster neu angelegt wurde, trägt den neuen Issuer ein, wer Roleport betreibt; danach werden seine Rollen wiederhergestellt.
symptom-token-issuer-unknown = Das Token kommt aus einem Cluster, den dieses Roleport nicht kennt oder der seither neu angelegt wurde.
symptom-token-issuer-unknown-cure = Vergleichen Sie den Issuer mit dem des Clusters. Cluster fügt hinzu, wer Roleport betreibt.
symptom-token-subject = Das Token ist das eines anderen Service-Accounts: Die Rolle { $role } vertraut allein { $subject }.

# Die AWS-Einstellungen eines Pods.
symptom-environment-right = Der Pod hat seine Rolle und sein Token. Dann lehnt AWS es ab, oder das SDK nimmt es nicht: eines, das älter ist als Web Identity, oder eines, dem der Code andere Zugangsdaten gibt.
symptom-environment-right-cure = Fragen Sie AWS, wer der Pod ist. Wenn die Antwort die Rolle nennt, sehen Sie sich den Fehler des Aufrufs selbst an, und fügen Sie ihn hier ein; wenn sie die Rolle eines Nodes nennt, bringen Sie das SDK auf den neuesten Stand; ein Fehler sagt, warum.
symptom-static-keys = Der Pod hat einen eigenen Zugriffsschlüssel. Jedes SDK nimmt ihn vor der Rolle, darum wird die Rolle nie benutzt.
symptom-static-keys-cure = Nehmen Sie die Schlüssel aus dem Deployment, seinen ConfigMaps und seinen Secrets, und starten Sie die Pods neu. Lassen Sie den Schlüssel danach in IAM löschen.
symptom-pod-identity-beside = Der Service-Account hat neben seiner Annotation eine Zuordnung von EKS Pod Identity. Die meisten SDKs nehmen zuerst die Rolle der Annotation, manche nicht.
symptom-pod-identity-beside-cure = Behalten Sie eines von beiden. Roleport gibt diese Rolle durch die Annotation: Lassen Sie die Zuordnung löschen, und starten Sie die Pods neu.
symptom-pod-identity = Der Pod bekommt seine Zugangsdaten von EKS Pod Identity: Er läuft als die Rolle der Zuordnung, nicht als eine, die Roleport angelegt hat.
symptom-pod-identity-cure = Lassen Sie die Zuordnung löschen, annotieren Sie den Service-Account mit der ARN der Rolle, und starten Sie die Pods neu.
symptom-annotation-beside = Die Rolle wird durch EKS Pod Identity gegeben, und der Service-Account hat außerdem eine Annotation. SDKs richten sich zuerst nach der Annotation, und die lässt diese Rolle nicht zu.
symptom-annotation-beside-cure = Nehmen Sie die Annotation vom Service-Account und aus dem Chart, und starten Sie die Pods neu.
symptom-no-pod-identity = Die Rolle wird durch EKS Pod Identity gegeben, und der Pod hat kein AWS_CONTAINER_CREDENTIALS_FULL_URI: Er wurde nicht neu gestartet, seit es die Zuordnung gibt, läuft unter einem anderen Service-Account, oder sein Node hat keinen Agenten (Fargate und Windows haben nie einen).
symptom-no-pod-identity-cure = Starten Sie die Pods neu. Wenn es weiter fehlt, sehen Sie nach, unter welchem Service-Account sie laufen und ob der Cluster das Add-on eks-pod-identity-agent hat.
symptom-only = nur { $names }
symptom-no-role-in-pod = Der Pod hat kein AWS_ROLE_ARN, darum laufen seine Aufrufe als die Rolle des Nodes. Er wurde nicht neu gestartet, seit der Service-Account annotiert ist, oder der Schlüssel der Annotation ist falsch geschrieben, oder er läuft unter einem anderen Service-Account.
symptom-no-role-in-pod-cure = Starten Sie die Pods neu. Wenn es weiter fehlt, fügen Sie ein, was kubectl zum Service-Account sagt.
symptom-no-token-file = Der Pod hat AWS_ROLE_ARN ohne AWS_WEB_IDENTITY_TOKEN_FILE: Jemand hat es von Hand gesetzt, und EKS hat dem Pod kein Token gegeben.
symptom-no-token-file-cure = Nehmen Sie AWS_ROLE_ARN aus dem Chart, annotieren Sie den Service-Account, und starten Sie die Pods neu: Dann setzt EKS beides.
symptom-cluster-token = Die Tokendatei ist Kubernetes’ eigenes Token, das für den Cluster gedacht ist: AWS lehnt seine Audience ab.
symptom-cluster-token-cure = Nehmen Sie die Einstellung aus dem Chart: EKS setzt sie von selbst auf { $file }.
symptom-profile = Ein Profil ist gesetzt: SDKs suchen es in einer Datei und nehmen, was dort steht, oder brechen ab, wenn es nicht da ist.
symptom-profile-cure = Nehmen Sie es aus dem Deployment, außer wenn das Image mit Absicht so eine Datei hat.
symptom-endpoint = AWS_ENDPOINT_URL ist gesetzt: Die Aufrufe gehen an diese Adresse, und das muss nicht AWS sein.
symptom-endpoint-cure = Nehmen Sie es aus dem Deployment, außer wenn es so gemeint ist.

# Wessen Aufrufe es waren.
symptom-node-role = Der Aufruf lief als die Rolle { $role } des Nodes, nicht als eine Rolle des Pods: Der Pod hat kein AWS_ROLE_ARN, oder das SDK ist älter als Web Identity.
symptom-has-role-cure = Sehen Sie nach, ob der Pod AWS_ROLE_ARN hat. Wenn nicht, starten Sie ihn neu; wenn das nicht hilft, prüfen Sie die Annotation des Service-Accounts. Wenn er es hat, bringen Sie das SDK auf den neuesten Stand.
symptom-other-role = Der Aufruf lief als die Rolle { $role } des Kontos { $number }, nicht als { $own }.
symptom-other-role-cure = Der Pod hat andere Zugangsdaten als die seiner Rolle: ein anderes AWS_ROLE_ARN, ein Profil, Pod Identity oder eine Rolle, die das Programm selbst annimmt.
symptom-role-not-known = Der Aufruf lief als die Rolle { $role } des Kontos { $number }, die Roleport nicht kennt oder die Sie nicht sehen dürfen.
symptom-role-not-known-cure = Wenn er als eine andere Rolle hätte laufen sollen, hat der Pod andere Zugangsdaten, als Sie erwarten. Wählen Sie oben die Rolle, um beide zu vergleichen.
symptom-identity-right = Der Aufruf lief als die Rolle, wie er soll.
symptom-identity-right-cure = Was jetzt scheitert, ist eine Berechtigung, nicht die Identität: Fügen Sie den Fehler des Aufrufs ein, der scheitert.
symptom-iam-user = Der Aufruf lief als ein IAM-Benutzer, nicht als eine Rolle: Irgendwo hat das Programm einen Zugriffsschlüssel gefunden, und jedes SDK nimmt ihn zuerst.
symptom-iam-user-cure = Suchen Sie Schlüssel in den Einstellungen des Pods, in seinen Secrets, in einer Datei des Images und im Programm. Nehmen Sie sie weg, und starten Sie die Pods neu.

# Ein abgelehnter Aufruf; „action“ ist eine Aktion von AWS, etwa s3:GetObject.
symptom-session-policy = Das Programm hat seine eigene Sitzung eingeschränkt: Die Session Policy, die es verlangt hat, erlaubt { $action } nicht.
symptom-session-policy-cure = Suchen Sie, wo das Programm eine Rolle mit einer eigenen Policy annimmt, und lassen Sie diese den Aufruf erlauben.
symptom-endpoint-policy = Der VPC-Endpunkt, durch den der Aufruf geht, erlaubt { $action } nicht.
symptom-endpoint-policy-cure = Kein Antrag in Roleport hilft: Wer das Netz betreibt, muss die Policy des Endpunkts öffnen.
symptom-deny-identity = Eine Policy der Rolle selbst verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-identity-cure = Eine Berechtigung zu beantragen hilft nicht. Suchen Sie in den eigenen Statements der Rolle ein Deny; wenn es keines gibt, hat jemand in AWS eine andere Policy angehängt.
symptom-deny-resource = Die Policy der Ressource, etwa die eines Buckets, verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-resource-cure = Eine Berechtigung zu beantragen hilft nicht. Wem die Ressource gehört, muss ihre Policy ändern.
symptom-deny-boundary = Die Permissions Boundary der Rolle verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-boundary-cure = Eine Berechtigung zu beantragen hilft nicht. Wem die Boundary gehört, muss sie ändern.
symptom-deny-organization = Eine Policy der AWS-Organisation verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-organization-cure = Eine Berechtigung zu beantragen hilft nicht. Wer die Organisation betreibt, muss sie ändern.
symptom-deny-session = Die Policy, die das Programm seiner eigenen Sitzung gegeben hat, verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-session-cure = Eine Berechtigung zu beantragen hilft nicht. Ändern Sie sie dort, wo das Programm die Rolle annimmt.
symptom-deny-endpoint = Die Policy des VPC-Endpunkts verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-endpoint-cure = Eine Berechtigung zu beantragen hilft nicht. Wer das Netz betreibt, muss sie ändern.
symptom-deny-some = Irgendeine Policy verbietet { $action }. Ein Verbot geht jeder Erlaubnis vor.
symptom-deny-some-cure = Eine Berechtigung zu beantragen hilft nicht. Es kann die der Organisation sein, die Boundary, die der Ressource selbst oder eine der Rolle.
symptom-boundary = Die Permissions Boundary der Rolle erlaubt { $action } nicht.
symptom-boundary-of = Die Permissions Boundary der Rolle, { $boundary }, erlaubt { $action } nicht.
symptom-boundary-cure = Eine Berechtigung zu beantragen hilft erst, wenn die Boundary dafür geöffnet ist, und das tut, wem sie gehört: Sie ist das Äußerste, was eine Rolle des Clusters kann.
symptom-organization = Eine Policy der AWS-Organisation erlaubt { $action } in diesem Konto nicht.
symptom-organization-cure = Eine Berechtigung zu beantragen hilft nicht: Wer die Organisation betreibt, muss es erlauben.
symptom-resource-policy = Die Policy der Ressource lässt die Rolle für { $action } nicht herein. Eine Ressource eines anderen Kontos muss das selbst tun.
# „role“ ist eine ARN oder das nächste.
symptom-resource-policy-cure = Wem die Ressource gehört, muss { $role } in ihrer Policy zulassen. Die Rolle braucht außerdem die Berechtigung.
symptom-the-arn = die ARN der Rolle
symptom-missing-object = Das Objekt ist nicht da. S3 sagt das, mit 404, nur denen, die seinen Ordner auflisten dürfen; allen anderen antwortet es 403.
symptom-missing-object-cure = Prüfen Sie den Schlüssel. Um den Unterschied zu erfahren, beantragen Sie, auflisten zu dürfen.
symptom-missing = Nichts erlaubt der Rolle, { $action } auf { $resource } aufzurufen.
symptom-missing-of = Nichts erlaubt der Rolle { $role }, { $action } auf { $resource } aufzurufen.
symptom-missing-somewhere = Nichts erlaubt der Rolle, { $action } aufzurufen; auf welcher Ressource, sagt AWS nicht.
symptom-missing-of-somewhere = Nichts erlaubt der Rolle { $role }, { $action } aufzurufen; auf welcher Ressource, sagt AWS nicht.
symptom-ask-more = Fügen Sie die ganze Nachricht ein, wenn sie mehr sagt; sonst beantragen Sie die Ressource, um die es bei dem Aufruf ging.
symptom-ask-approver = Nichts, was in Roleport gewährt werden kann, erlaubt das. Fragen Sie einen Genehmiger.
symptom-ask-custom = Keine Art von Berechtigung deckt es ab: Beantragen Sie es mit einem eigenen Statement über genau das; Genehmiger lesen es Wort für Wort.
symptom-ask-queries = Beantragen Sie Abfragen mit dieser Arbeitsgruppe; tragen Sie die Datenbank ein, und wohin die Ergebnisse gehen.
# „grant“ ist, was man tun darf, etwa „Objekte unter s3://data/in/ auflisten und lesen“.
symptom-ask-bucket = Beantragen Sie: { $grant }. Was zuoberst in einem Bucket liegt, lässt sich nur mit dem ganzen Bucket öffnen; nennen Sie einen Ordner, wenn einer genügt.
symptom-ask = Beantragen Sie: { $grant }.
# „cure“ ist eines der sechs davor.
symptom-ask-elsewhere = { $cure } Die Ressource ist in einem anderen Konto: Auch ihre eigene Policy muss die Rolle zulassen.
symptom-granted-already = Der Rolle { $role } ist { $action } auf dieser Ressource schon gewährt, und AWS hat es abgelehnt.
symptom-granted-already-cure = Wenn es eben erst genehmigt wurde, warten Sie eine Minute. Vergleichen Sie die Rolle auf ihrer Seite mit AWS: Vielleicht hat jemand sie dort geändert. Sonst verbietet es eine Policy der Ressource, ein Schlüssel, die Boundary oder die Organisation, oder der Aufruf lief als eine andere Rolle.
symptom-key-read = Was dort gelesen wird, ist mit einem KMS-Schlüssel verschlüsselt, den die Rolle nicht benutzen darf ({ $action }).
symptom-key-written = Was dort geschrieben wird, ist mit einem KMS-Schlüssel verschlüsselt, den die Rolle nicht benutzen darf ({ $action }).
symptom-key-cure = Fügen Sie den Schlüssel zu den Berechtigungen hinzu. Die Policy des Schlüssels muss es IAM überlassen, und das tut sie, wenn niemand sie eingeschränkt hat.
symptom-list-slash = Die Rolle darf auflisten, was unter { $folder } liegt, und der Aufruf hat etwas anderes aufgelistet: den Ordner ohne seinen Schrägstrich oder den ganzen Bucket.
symptom-list-slash-cure = Listen Sie mit dem Schrägstrich am Ende auf. Wenn das Programm den ganzen Bucket auflisten muss, beantragen Sie das.

# Fehler, deren Worte sagen, was falsch ist.
symptom-no-region = Es ist keine Region gesetzt. EKS setzt sie zusammen mit der Rolle, wo sein Webhook dazu angewiesen ist; anderswo fragt das SDK den Node oder bricht ab.
symptom-no-region-cure = Setzen Sie AWS_REGION im Deployment.
symptom-audience = Das Token ist für eine andere Audience als sts.amazonaws.com, darum lehnt AWS es ab.
symptom-audience-cure = Der Pod liest ein anderes Token als das, das EKS ihm gibt, oder der Service-Account hat die Annotation eks.amazonaws.com/audience. Sehen Sie nach, welche Datei er liest, und fügen Sie die Claims des Tokens ein.
symptom-issuer-keys = AWS konnte die Schlüssel des Issuers nicht abrufen. Wo das selten ist, vergeht es von selbst; wo es immer scheitert, ist die Adresse des Issuers aus dem Internet nicht erreichbar oder nicht die, die man AWS gesagt hat.
symptom-issuer-keys-cure = Versuchen Sie es noch einmal. Wenn es bleibt, prüft, wer den Cluster betreibt, ob ISSUER/.well-known/openid-configuration für alle lesbar ist.
symptom-token-absent = Die Datei mit dem Token ist nicht da: Die Einstellungen wurden von Hand geschrieben, oder der Pod ist älter als die Annotation.
symptom-token-absent-cure = Nehmen Sie AWS_ROLE_ARN und AWS_WEB_IDENTITY_TOKEN_FILE aus dem Chart, annotieren Sie den Service-Account, und starten Sie die Pods neu.
symptom-sts-module = Das Java-SDK braucht sein STS-Modul, um die Rolle eines Pods zu benutzen, und die Anwendung hat es nicht.
symptom-sts-module-cure = Fügen Sie software.amazon.awssdk:sts zur Anwendung hinzu, oder com.amazonaws:aws-java-sdk-sts bei Version 1 des SDK.
symptom-profile-missing = Das SDK sucht ein Profil, das in keiner Datei des Pods steht: AWS_PROFILE ist gesetzt, oder das Programm nennt eines.
symptom-profile-missing-cure = Nehmen Sie AWS_PROFILE aus dem Deployment und den Namen des Profils aus dem Programm.
symptom-keys-refused = AWS kennt den Zugriffsschlüssel nicht: Der Pod hat eigene Schlüssel, die gelöscht wurden, falsch abgeschrieben sind oder zu einer anderen Partition gehören.
symptom-keys-refused-cure = Nehmen Sie die Schlüssel aus dem Deployment, damit die Rolle benutzt wird, und starten Sie die Pods neu.
symptom-encoded = AWS sagt den Grund in einer Form, die entschlüsselt werden muss, von jemandem, der sts:DecodeAuthorizationMessage aufrufen darf; die meisten Pods dürfen es nicht.
symptom-encoded-cure = Lassen Sie sie entschlüsseln, mit der ganzen Nachricht anstelle von MESSAGE, und fügen Sie ein, was ausgegeben wird.
symptom-assume = AWS lässt den Pod die Rolle nicht annehmen. Die Trust Policy der Rolle nennt einen Service-Account eines Clusters: Der Pod läuft in einem anderen Namespace oder unter einem anderen Service-Account, der Cluster wurde neu angelegt und hat einen anderen Issuer, oder es gibt keine Rolle dieses Namens.
symptom-assume-of = AWS lässt den Pod die Rolle nicht annehmen. Die Rolle { $role } vertraut allein { $account } des Clusters { $cluster }: Der Pod läuft in einem anderen Namespace oder unter einem anderen Service-Account, der Cluster wurde neu angelegt und hat einen anderen Issuer, oder es gibt keine Rolle dieses Namens.
symptom-assume-cure = Sehen Sie nach, unter welchem Service-Account die Pods laufen und welche Rolle sie nennen. Bei einer Rolle, die eben erst angelegt wurde, kann es bis zu einer Minute dauern. Um sicher zu sein, fügen Sie die Claims des Tokens ein.
symptom-no-provider = Das Konto der Rolle kennt den OIDC-Provider des Clusters nicht, darum kann kein Pod eine Rolle darin annehmen.
symptom-no-provider-of = Das Konto der Rolle kennt den OIDC-Provider des Clusters nicht, darum kann kein Pod eine Rolle darin annehmen. { $number } kennt { $issuer } nicht.
symptom-no-provider-cure = Wer das Konto betreibt, fügt den Provider hinzu, einmal für jeden Cluster. Wenn der Cluster neu angelegt wurde, ist sein Issuer ein anderer, und das muss Roleport gesagt werden.
symptom-expired = Die Zugangsdaten, oder das Token, von dem sie kommen, sind zu alt. Beide werden laufend erneuert; das Programm arbeitet mit dem weiter, was es einmal gelesen hat.
symptom-expired-cure = Lassen Sie die Standardkette des SDK die Zugangsdaten finden, und behalten Sie keine davon in einer Variable oder einem Cache. Bringen Sie das SDK auf den neuesten Stand; starten Sie die Pods einstweilen neu. Wenn Schlüssel von Hand gesetzt wurden, nehmen Sie sie weg.
symptom-token-unreadable = Der Container läuft nicht als root und darf sein Token nicht lesen: In Clustern vor Kubernetes 1.19 darf das nur root.
symptom-token-unreadable-cure = Geben Sie dem Pod eine Gruppe für seine Dateien, fsGroup in seinem securityContext. 65534 gehört niemandem; jede Zahl ist recht.
symptom-no-credentials = Das SDK hat gar keine Zugangsdaten gefunden: Der Pod hat kein AWS_ROLE_ARN, oder das SDK ist älter als Web Identity.
symptom-hidden-key = Was dort gelesen oder geschrieben wird, ist mit einem KMS-Schlüssel verschlüsselt, den die Rolle nicht benutzen darf oder den es nicht mehr gibt. AWS sagt nicht, welcher Schlüssel es ist.
symptom-hidden-key-cure = Suchen Sie den Schlüssel dort, wo er gesetzt ist, bei einem Bucket wie unten, und beantragen Sie diesen Schlüssel.
symptom-forbidden-or-missing = S3 hat abgelehnt, das Objekt zu lesen. Das tut es auch, wenn das Objekt nicht da ist und der Aufrufer seinen Ordner nicht auflisten darf: Nur sonst würde es 404 sagen.
symptom-forbidden-or-missing-cure = Prüfen Sie den Schlüssel. Wenn die Rolle dort keinen Zugriff hat, beantragen Sie zu lesen; das bringt das Auflisten mit sich, und dann wird ein fehlendes Objekt als fehlend gemeldet.
symptom-listing-refused = S3 hat abgelehnt, aufzulisten. Eine Rolle, die in/ auflisten darf, darf weder in, ohne den Schrägstrich, noch den ganzen Bucket auflisten.
symptom-listing-refused-cure = Listen Sie mit dem Schrägstrich am Ende auf. Wenn die Rolle dort gar nicht auflisten darf, beantragen Sie es.
symptom-refused = AWS hat { $operation } abgelehnt, und diese Zeile sagt nicht, worauf oder warum.
symptom-refused-cure = Fügen Sie die ganze Nachricht ein: Der Teil, der mit „User:“ beginnt, nennt die Aktion und die Ressource, und dann kann die Berechtigung von hier aus beantragt werden.

# Was eine Bibliothek außer ihrer Version braucht.
symptom-sdk-sts = Das Modul sts muss im Classpath sein.
symptom-sdk-wrapper = Ein Aufsatz wie AWScala nimmt seine Zugangsdaten vom Java-SDK darunter: Sehen Sie auf dessen Version.
symptom-sdk-security-token = Für IRSA muss das Paket AWSSDK.SecurityToken referenziert sein.
symptom-sdk-any = jede
symptom-sdk-either = { $one } und { $other }
