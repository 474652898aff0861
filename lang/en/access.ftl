# Who had access to a bucket on a day.
access-title = Who had access – Roleport
access-heading = Who had access?
access-lead = Every role that could reach a bucket on a day, and who allowed it.
access-question = Ask who had access
access-bucket = Bucket
access-bucket-hint = Its name, or s3://bucket/prefix/
access-prefix = Prefix or key
access-prefix-hint = Empty for the whole bucket
access-day = Day
access-day-hint = In UTC, as 2026-11-25
access-any-of = Any of these accesses
access-show = Show who had access
# The access: "list, read or write".
access-answer-none = No role could { $access } `{ $address }` on { $day }
access-answer = { $count ->
    [one] 1 role could { $access } `{ $address }` on { $day }
   *[other] { $count } roles could { $access } `{ $address }` on { $day }
}
access-or = { $some } or { $last }
access-nothing = No role that Roleport manages opened it on that day. What others have set up in AWS is not known here.
access-events = Events about this bucket
access-caption = Roles with access, and who allowed it
access-column-role = Role
access-column-access = Access
access-column-since = Since
access-column-allowed-by = Allowed by
access-all = All of it
access-part = Only a part of it
# Between the tags stands when.
access-until = until <when></when>
access-still = and still
access-imported = Taken over by an import
access-no-approval = No approval is recorded
access-request-of = <link>Request { $id }</link> of { $author }
