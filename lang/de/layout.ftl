# Was um jede Seite herum steht.
layout-language-is = Diese Seite ist auf { $language }.
layout-description = AWS-Zugriff für Pods beantragen und genehmigen, und sehen, wer wann welchen Zugriff hatte.
layout-skip = Zum Inhalt springen
layout-nav = Hauptmenü
layout-nav-roles = Rollen
layout-nav-requests = Anträge
layout-nav-doctor = Doktor
layout-nav-guide = Anleitung
layout-nav-rules = Regeln
layout-nav-history = Verlauf
layout-nav-clusters = Cluster
layout-nav-notifications = Mitteilungen
layout-new-request = Neuer Antrag
# Nach dem Namen der Person, für Screenreader; das Leerzeichen davor gehört dazu.
layout-settings = { " – Einstellungen" }
layout-sign-out = Abmelden
layout-times = Roleport: AWS-Zugriff für Pods. Zeiten sind in <zone>{ $zone }</zone>.
layout-shortcuts = Tastenkürzel
layout-language = Sprache
layout-colours = Farben
layout-theme-system = System
layout-theme-light = Hell
layout-theme-dark = Dunkel
