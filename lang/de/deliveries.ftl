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
