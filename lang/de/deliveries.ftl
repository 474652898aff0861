# Was wem zugestellt wurde.
deliveries-title = Mitteilungen – Roleport
deliveries-heading = Mitteilungen
deliveries-lead = Was an Personen und Programme gesendet wurde. Schlägt ein Ziel fehl, wird es ein paar Stunden lang wieder versucht.
deliveries-none = Noch wurde nichts gesendet. E-Mail und Webhooks werden in der Konfiguration eingerichtet.
deliveries-caption = Mitteilungen, neueste zuerst
deliveries-about = Worüber
deliveries-state = Stand
deliveries-to = An
deliveries-attempts = Versuche
deliveries-made = Erstellt
deliveries-actions = Aktionen
deliveries-send-again = Erneut senden
# Nach „Erneut senden“, für Screenreader; das Leerzeichen davor gehört dazu.
deliveries-send-again-to = { " an " }{ $target }
deliveries-waiting = Wartet
deliveries-sent = Gesendet
deliveries-failed = Fehlgeschlagen
deliveries-dropped = Nicht gesendet
# Wie etwas gesendet wird, und warum nicht.
deliveries-email = E-Mail
deliveries-no-access = die Person hat keinen Zugriff mehr oder war lange nicht angemeldet
deliveries-unwanted = die Person möchte das nicht
deliveries-late = der Antrag wartet auf niemanden mehr
deliveries-email-off = E-Mail ist ausgeschaltet
deliveries-unconfigured = das Ziel ist nicht mehr konfiguriert
