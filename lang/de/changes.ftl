# Was sich zwischen zwei Listen von Berechtigungen ändert. Jeder Satz geht nach „Pods“ weiter; „what“ ist eine Berechtigung
# in Worten, etwa „Objekte unter s3://data/in/ lesen“.
changes-added = werden { $what } können
changes-removed = werden nicht mehr { $what } können
changes-kept = können weiterhin { $what }
# „sentence“ ist einer der drei oben; ein Ort ist Teil dessen einer Berechtigung, etwa „in/“.
changes-except = { $sentence }, ausgenommen unter { $places }
changes-and = { $first } und { $second }
