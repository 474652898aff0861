# Eine Rolle
role = Rolle
role-facts = Was sie ist
role-arn = ARN
role-copy-arn = ARN kopieren
role-cluster = Cluster
role-application = Anwendung
role-namespace = Namespace
role-service-account = Service-Account
role-aws-id = Rollen-ID in AWS
role-access = Was ihre Pods dürfen
role-policies = Policies in AWS
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
# Die Liste der Rollen
roles-document = Rollen – Roleport
roles-title = Rollen
roles-adopt = Rollen zum Übernehmen
roles-search = Rollen suchen
roles-search-placeholder = Anwendung, Namespace, Service-Account, Bucket oder ARN
roles-search-button = Suchen
roles-service = Dienst
roles-state = Zustand
roles-state-drifted = in AWS geändert
roles-access = Zugriff
roles-filters = Filter
roles-filter = Filtern
roles-any = Alle
roles-not-shown = Es sind keine Rollen zu sehen
roles-not-shown-lead = Berichtigen Sie die Filter oben, um Rollen zu sehen.
roles-all = Alle Rollen
# Was die Liste eingrenzt oder ordnet, auf einem kleinen Schild
roles-chip-search = enthält „{ $search }“
roles-chip-filter = { $field }: { $value }
# Hinter einem davon, für Screenreader
roles-chip-remove = : diesen Filter entfernen
roles-by-role = nach Rolle
roles-by-cluster = nach Cluster
roles-by-namespace = nach Namespace
roles-by-service-account = nach Service-Account
roles-last-first = { $order }, absteigend
# Ansichten, die unter einem Namen gespeichert sind
roles-views = Ihre Ansichten
roles-view-forget = Diese Ansicht löschen
roles-view-forget-named = Die Ansicht { $name } löschen
roles-view-keep = Diese Ansicht speichern
roles-view-keep-button = Speichern
roles-view-name = Name
roles-view-name-hint = Eine Ansicht desselben Namens wird ersetzt.
roles-view-name-wrong = Eine Ansicht braucht einen Namen von 1 bis 60 Zeichen.
roles-view-too-long = Was gesucht wird, ist zu lang zum Speichern. Kürzen Sie es.
roles-view-too-many = Sie haben schon 20 Ansichten. Löschen Sie zuerst eine.
# Die Tabelle, und was an ihrer Stelle steht
roles-active = Aktive Rollen
roles-caption = Alle Rollen, die Pods jetzt nutzen können
roles-caption-search = Rollen zu „{ $search }“
roles-caption-filters = Rollen, auf die die Filter zutreffen
roles-no-more = Weitere Rollen gibt es nicht.
roles-none = Es gibt noch keine Rollen. Wählen Sie „Neuer Antrag“, um die erste zu beantragen.
roles-none-guide = Wozu eine Rolle gut ist
roles-none-search = Zu „{ $search }“ gibt es keine Rolle. Versuchen Sie ein kürzeres Wort oder den Namen eines Buckets.
roles-none-filters = Auf keine Rolle treffen alle Filter zu. Entfernen Sie einen davon.
# Was an einer Adresse der Liste falsch sein kann
roles-sort-unknown = Eine solche Reihenfolge hat die Liste nicht. Wählen Sie den Kopf einer Spalte.
roles-after-unknown = Dort beginnt keine Seite. Fangen Sie auf der ersten an.
roles-cluster-unknown = Einen solchen Cluster gibt es nicht. Wählen Sie einen aus der Liste.
roles-service-unknown = Einen solchen Dienst gibt es nicht. Wählen Sie einen aus der Liste.
roles-state-unknown = Einen solchen Zustand gibt es nicht. Wählen Sie einen aus der Liste.
