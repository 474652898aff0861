# Was der Browser im Formular eines Antrags sagt: hier keine Auswahl nach Zahlen, deren Regeln sind schwer.
preview-line = Berechtigung { $number }
preview-line-remove = Berechtigung { $number } entfernen
# $kind ist eines der drei Wörter unten, $words eine Wendung aus changes.ftl.
preview-change = { $kind }: Pods { $words }.
preview-change-of = { $kind }: Pods { $words }: { $resource }.
preview-added = Neu
preview-removed = Entfällt
preview-kept = Bleibt
preview-size = Policy: { $used } von { $most } Zeichen
preview-size-many = { $number } Policies: { $used } von { $most } Zeichen
