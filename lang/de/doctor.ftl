# Der Doktor: von dem, was jemand sieht, zu Ursache und Abhilfe.
doctor-page = Doktor – Roleport
doctor-title = Doktor
doctor-lead = Etwas geht nicht? Fügen Sie ein, was Sie sehen, und lesen Sie, woran es liegt und was dagegen hilft. Die <link>Anleitung</link> sagt, wie ein Pod zu seiner Rolle kommt.
doctor-problems = Bitte prüfen Sie dies
doctor-all-right = Wie es sein soll
doctor-found = Was gefunden wurde
doctor-wrong =
    { $count ->
        [one] Eines stimmt nicht
       *[other] { $count } Dinge stimmen nicht
    }
doctor-about = Zur Rolle <link>{ $role }</link>.
doctor-seen = Gesehen:
doctor-cure = Was zu tun ist:
doctor-ask = Diese Berechtigung beantragen
doctor-ask-other = Beantragen kann sie, wer entwickelt.
doctor-text = Was Sie sehen
doctor-text-hint = Eine Fehlermeldung, was kubectl über den Service-Account sagt, die AWS-Einstellungen des Pods oder die Claims eines Tokens als JSON; gern mehreres auf einmal. Es wird gelesen und vergessen, Geheimnisse werden vorher entfernt.
doctor-find = Herausfinden, woran es liegt
# Die Zahl kommt in zwei Teilen, Tausender und Rest: 20.000.
doctor-most = Höchstens { $thousands }.{ $rest } Zeichen.
doctor-role = Rolle
doctor-role-hint = Freiwillig. Mit einer Rolle stehen ihre Namen in den Befehlen, und der Rest wird mit dem verglichen, was sie erwartet.
doctor-role-many = Es sind zu viele für eine Liste: Öffnen Sie die Seite einer Rolle, und folgen Sie dort „Etwas geht nicht?“.
doctor-role-none = Keine bestimmte Rolle
doctor-sources = Was Sie einfügen können
doctor-sources-how = Am besten ist die ganze Fehlermeldung des Aufrufs, der fehlschlägt: Mit der Zeile, die mit `User:` beginnt, lässt sich die fehlende Berechtigung gleich von hier beantragen. Sonst das, was einer dieser Befehle ausgibt:
doctor-show-account = Den Service-Account zeigen
doctor-show-settings = Die AWS-Einstellungen des Pods zeigen
doctor-show-identity = AWS fragen, wer der Pod ist
doctor-token = Das Token eines Pods
doctor-token-secret = Wer ein Token hat, ist der Pod, bis es abläuft; deshalb sollte man es nicht herumschicken. Hier wird es in Ihrem Browser dekodiert und geprüft und nirgendwohin gesendet.
doctor-token-field = Token
doctor-token-hint = Drei Teile mit Punkten dazwischen. Es wird mit der Rolle verglichen, die oben gewählt ist.
doctor-token-show = Das Token des Pods zeigen
doctor-token-yourself = Ohne JavaScript dekodieren Sie es selbst und fügen die Claims oben in das Feld ein: Die werden gesendet, und mit ihnen kann ein Dieb nichts anfangen.
doctor-token-decode = Das Token des Pods dekodieren
