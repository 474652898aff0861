# Warum ein Policy-Dokument nicht gelesen werden kann: die erste falsche Stelle. Was erwartet wird, bringt sein Verb mit.
policy-must-be = { $path } muss { $expected }.
policy-the-document = Das Dokument
policy-object = ein JSON-Objekt sein
policy-version = "2012-10-17" oder "2008-10-17" sein
policy-statements = ein Statement oder eine Liste von Statements sein
policy-left-out = weggelassen werden; bekannt sind { $known }
policy-text = ein Text sein
policy-texts = ein Text oder eine Liste von Texten sein
policy-effect = "Allow" oder "Deny" sein
policy-either = ein Statement mit entweder { $name } oder { $opposite } sein
policy-principal = "*" sein oder ein Objekt mit AWS, Federated, Service oder CanonicalUser
policy-operators = ein Objekt aus Operatoren sein
policy-operator = ein Operator sein, den IAM kennt
policy-keys = ein Objekt aus Bedingungsschlüsseln sein
policy-scalars = ein Text, eine Zahl, true oder false sein oder eine Liste davon
