# Was eine E-Mail sagt. Zuerst die Betreffzeilen.
mail-waits = Antrag { $request } wartet auf Ihre Entscheidung: { $app }
mail-submitted = Antrag { $request } wurde eingereicht: { $app }
mail-edited = Antrag { $request } wurde bearbeitet: { $app }
mail-answered = Rückfragen zu Antrag { $request } sind beantwortet: { $app }
mail-changes-requested = Antrag { $request } muss geändert werden: { $app }
mail-approved = Antrag { $request } wurde genehmigt: { $app }
mail-rejected = Antrag { $request } wurde abgelehnt: { $app }
mail-withdrawn = Antrag { $request } wurde zurückgezogen: { $app }
mail-given-up = Antrag { $request } wurde aufgegeben: { $app }
mail-called-off = Antrag { $request } wurde abgesagt: { $app }
mail-auto-approved = Antrag { $request } wurde durch eine Regel genehmigt: { $app }
mail-break-glass = Antrag { $request } erhielt eine Notfall-Genehmigung: { $app }
mail-applied = Antrag { $request } ist angewendet: { $app }
mail-retired = Antrag { $request } ist erledigt, die Rolle ist entfernt: { $app }
mail-failed = Antrag { $request } konnte nicht angewendet werden: { $app }
mail-outdated = Antrag { $request } braucht erneut eine Genehmigung, AWS hat sich geändert: { $app }
mail-expired = Antrag { $request } ist abgelaufen: { $app }
mail-reminded = Antrag { $request } läuft bald ab: { $app }
mail-commented = Antrag { $request } hat einen neuen Kommentar: { $app }
mail-news = Neues zu Antrag { $request }: { $app }
# $happened ist, was der Verlauf sagt, etwa „hat den Antrag genehmigt“.
mail-did = { $actor } { $happened }.
mail-request = Antrag { $request }: { $app }
# $request ist die Zeile darüber, mit Link, wo die Mail Links hat.
mail-request-on = { $request } in { $cluster }
mail-why-waits = Sie erhalten diese Nachricht, weil Sie über den Antrag entscheiden dürfen.
mail-why-outcome = Sie erhalten diese Nachricht, weil Sie den Antrag gestellt haben.
mail-why-comments = Sie erhalten diese Nachricht, weil Sie den Antrag gestellt oder kommentiert haben oder erwähnt wurden.
mail-why-handled = Sie erhalten diese Nachricht, weil der Antrag auf Sie gewartet hat und nicht mehr auf Sie wartet.
mail-why-emergency = Sie erhalten diese Nachricht, weil alle davon erfahren, die genehmigen.
# $why ist einer der Sätze darüber, $settings eine Adresse.
mail-choose = { $why } Hier wählen Sie, was Sie erhalten: { $settings }
