# Why a policy document can't be read: its first wrong place.
policy-must-be = { $path } must be { $expected }.
policy-the-document = The document
policy-object = a JSON object
policy-version = "2012-10-17" or "2008-10-17"
policy-statements = a statement or a list of them
policy-left-out = left out; known are { $known }
policy-text = a text
policy-texts = a text or a list of texts
policy-effect = "Allow" or "Deny"
policy-either = a statement with either { $name } or { $opposite }
policy-principal = "*", or an object with AWS, Federated, Service or CanonicalUser
policy-operators = an object of operators
policy-operator = an operator that IAM knows
policy-keys = an object of condition keys
policy-scalars = a text, a number or true or false, or a list of them
