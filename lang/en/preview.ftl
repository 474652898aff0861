# What the browser says in the form of a request: no selectors here, number rules are heavy.
preview-line = Line { $number }
preview-line-remove = Remove line { $number }
# $kind is one of the three below, $words a phrase of changes.ftl such as "will be able to read objects in s3://a/".
preview-change = { $kind }: pods { $words }.
preview-change-of = { $kind }: pods { $words }: { $resource }.
preview-added = Added
preview-removed = Removed
preview-kept = Kept
preview-size = Policy: { $used } of { $most } characters
preview-size-many = { $number } policies: { $used } of { $most } characters
