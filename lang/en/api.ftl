# The page of the API. What the API's document says is English in every language.
api-page = API – Roleport
api-contents = On this page
api-schemas-page = Schemas – API – Roleport
api-schemas = Schemas
api-schemas-lead = What requests carry and answers bring. Open one for its fields.
api-parameters = Parameters
api-fields = Fields
api-body = Body: <schema></schema>
api-one-of = One of `{ $words }`.
api-required = required
api-name = Name
api-type = Type
api-meaning = What it is
