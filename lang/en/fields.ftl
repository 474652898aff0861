# The fields of a cluster's settings, what is wrong with them, and what follows from a change.
fields-role-arn-invalid = "{ $arn }" is no role of the account { $account }. Write its ARN, as in arn:aws:iam::{ $account }:role/roleport.
fields-external-id-invalid = An external id has 2 to 1224 letters, digits and _+=,.@:/-, without spaces.
