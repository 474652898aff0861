# Beantragen, dass eine Rolle entfernt wird oder wieder so wird, wie sie genehmigt ist.
retirement = Stilllegung
retirement-title = { $role } stilllegen
retirement-lead = Nach der Genehmigung entfernt Roleport die Rolle und ihre Policy aus AWS. Ihr Verlauf bleibt.
retirement-hint = Warum kein Pod diese Rolle mehr braucht.
retirement-ask = Stilllegung beantragen
retirement-restoration = Wiederherstellung
retirement-restoration-title = { $role } wiederherstellen
retirement-restoration-lead = Nach der Genehmigung macht Roleport die Rolle in AWS wieder so, wie sie genehmigt ist. Was jemand von Hand geändert hat, wird rückgängig gemacht.
retirement-restoration-hint = Warum rückgängig gemacht werden soll, was in AWS geändert wurde.
retirement-restoration-ask = Wiederherstellung beantragen
# Der Titel des Dokuments; $title ist einer der beiden oben.
retirement-document = { $title } – Roleport
retirement-check = Bitte prüfen Sie das
retirement-changes = Was sich ändert
retirement-reason = Begründung
retirement-cancel = Abbrechen
