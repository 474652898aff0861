# Rollen, die nicht von Roleport sind: wer sie annehmen kann, und warum eine nicht übernommen werden kann.
takeover-documents-unreadable = Eine ihrer Policies ist kein Dokument, das Roleport Wort für Wort behalten kann: Sie benutzt Variablen in der alten Sprache oder ist keine Liste von Statements. Speichern Sie sie zuerst mit "Version": "2012-10-17".
takeover-documents-empty = An ihr hängt keine eigene Policy, es gibt also nichts, was Roleport gehören könnte. Beantragen Sie stattdessen eine neue Rolle.
takeover-names-none = Ihre Trust Policy nennt keinen einzelnen Service-Account: Öffnen Sie sie, und sagen Sie, wem sie gehört.
takeover-not-found = In AWS nicht gefunden, oder in ihrer Trust Policy steht kein Cluster von Roleport. Lesen Sie AWS neu, oder beantragen Sie eine neue Rolle.
takeover-open-it = { $problem } Öffnen Sie sie aus der Liste, um sie für ihren eigenen Service-Account zu übernehmen.

# Wer eine Rolle annehmen kann, in einer Liste.
takeover-service-account = der Service-Account { $account }
takeover-everybody-but = alle außer denen, die ein Statement ausnimmt
takeover-every-account = jeder Service-Account des Clusters
takeover-like = wer { $subject } gleicht
takeover-anybody = alle in AWS
takeover-user = der Benutzer, die Rolle oder das Konto { $name }
takeover-tokens = Tokens von { $name }
takeover-service = der Dienst { $name }
takeover-account = das Konto { $name }

# Was aus einer Policy der Rolle wird.
takeover-stays-attached = Von AWS selbst: bleibt angehängt
takeover-detached = Wird gelöst; bleibt im Konto
takeover-deleted = Inline: wird gelöscht
