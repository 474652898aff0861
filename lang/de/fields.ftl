fields-role-arn-invalid = „{ $arn }“ ist keine Rolle des AWS-Kontos { $account }. Schreiben Sie ihre ARN, wie in arn:aws:iam::{ $account }:role/roleport.
fields-external-id-invalid = Eine External ID hat 2 bis 1224 Buchstaben, Ziffern und _+=,.@:/-, ohne Leerzeichen.
