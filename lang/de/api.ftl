# Die Seite der API. Was im Dokument der API steht, ist in jeder Sprache englisch.
api-page = API – Roleport
api-contents = Auf dieser Seite
api-schemas-page = Schemas – API – Roleport
api-schemas = Schemas
api-schemas-lead = Was Anfragen mitbringen und Antworten enthalten. Öffnen Sie ein Schema, um seine Felder zu sehen.
api-parameters = Parameter
api-fields = Felder
api-body = Body: <schema></schema>
api-one-of = Eines von `{ $words }`.
api-required = Pflicht
api-name = Name
api-type = Typ
api-meaning = Was es ist
