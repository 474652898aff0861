# What changes between two lists of grants. Each sentence goes on from "Pods"; "what" is a grant in words, such as "read
# objects under s3://data/in/".
changes-added = will be able to { $what }
changes-removed = will no longer be able to { $what }
changes-kept = can still { $what }
# "sentence" is one of the three above; a place is part of a grant's, such as "in/".
changes-except = { $sentence }, except under { $places }
changes-and = { $first } and { $second }
