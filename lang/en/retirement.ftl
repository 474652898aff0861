# Asking for a role to be removed, or to be brought back to what was approved.
retirement = Retirement
retirement-title = Retire { $role }
retirement-lead = After approval Roleport removes the role and its policy from AWS. Its history stays.
retirement-hint = Why no pod needs this role any more.
retirement-ask = Ask for its retirement
retirement-restoration = Restoration
retirement-restoration-title = Restore { $role }
retirement-restoration-lead = After approval Roleport brings the role in AWS back to what was approved. What somebody changed by hand is undone.
retirement-restoration-hint = Why what was changed in AWS should be undone.
retirement-restoration-ask = Ask for its restoration
# The document's title; $title is one of the two above.
retirement-document = { $title } – Roleport
retirement-check = Please check this
retirement-changes = What changes
retirement-reason = Reason
retirement-cancel = Cancel
