# Der letzte Blick, bevor ein Antrag eingereicht wird.
review-title = Antrag prüfen – Roleport
review-heading = Antrag für { $app } prüfen
review-lead = Noch ist nichts eingereicht. Prüfen Sie, was sich ändern würde, und reichen Sie es dann zur Genehmigung ein.
review-approved-by-rule = Niemand muss: Die Regel „{ $rule }“ genehmigt es sofort.
review-who = Wer es genehmigen würde
review-helm = Ihre Helm-Werte, sobald es angewendet ist
review-submit-revision = Neue Fassung einreichen
review-submit = Antrag einreichen
review-change = Etwas ändern
