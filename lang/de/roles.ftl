# Eine Rolle
role = Rolle
role-facts = Was sie ist
role-arn = ARN
role-copy-arn = ARN kopieren
role-cluster = Cluster
role-application = Anwendung
role-namespace = Namespace
role-service-account = Service-Account
role-identity = Pods erhalten sie durch
role-aws-id = Rollen-ID in AWS
role-access = Was ihre Pods dürfen
role-policies = Policys in AWS
role-help = <doctor>Etwas geht nicht?</doctor> Der Doktor liest, was Sie sehen, und sagt, woran es liegt. <guide>Anleitung mit den Namen der Rolle</guide>
role-request-open = Antrag { $number } ist offen
role-request-change = Änderung beantragen
role-retire = Stilllegen
role-retired = Diese Rolle ist stillgelegt
role-retired-lead = Es gibt sie in AWS nicht mehr. Beantragen Sie eine neue Rolle für denselben Service-Account, um sie zurückzuholen.
role-behind = Sie ist so, wie ihr Cluster früher war
# $fields sind Namen von Einstellungen eines Clusters.
role-behind-lead = Geändert, seit sie angewendet wurde: { $fields }. Die Rolle bleibt, wie sie ist, bis ein Antrag sie angleicht.
role-behind-ask = <link>Beantragen Sie das, mit denselben Berechtigungen</link>.
# Wie AWS sie hat. Beim leeren <when></when> steht eine Zeit, etwa „vor 3 Minuten“.
role-in-aws = Wie AWS sie hat
role-not-compared = Noch nicht mit AWS verglichen.
role-compared = Verglichen <when></when>.
role-compare = Jetzt mit AWS vergleichen
role-restore = Wiederherstellung beantragen
role-keep = Beantragen, dass es bleibt, wie AWS es hat
role-never-used = AWS hat in den letzten 400 Tagen nicht gesehen, dass sie benutzt wurde.
# $used ist ein Tag, oft mit einer Region, etwa „2026-09-01 in eu-central-1“.
role-last-used = Zuletzt benutzt laut AWS: { $used }.
role-unreadable = Sie konnte nicht verglichen werden
role-notice = Bitte ansehen
role-as-approved = Wie genehmigt
role-drifted = AWS hat diese Rolle anders, als sie genehmigt wurde
role-drifted-lead = Jemand hat sie außerhalb von Roleport geändert. Beantragen Sie, sie wiederherzustellen, oder beantragen Sie eine Änderung, damit genehmigt ist, was sie sein soll.
role-drifted-now = Was AWS ihr jetzt erlaubt
role-drifted-steps = Was sie zurückbrächte
