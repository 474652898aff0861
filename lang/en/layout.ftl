# What is around every page.
layout-language-is = This page is in { $language }.
layout-description = Ask for AWS access for pods, approve it, and see who had which access when.
layout-skip = Skip to the page
layout-nav = Main
layout-nav-roles = Roles
layout-nav-requests = Requests
layout-nav-doctor = Doctor
layout-nav-guide = Guide
layout-nav-rules = Rules
layout-nav-history = History
layout-nav-clusters = Clusters
layout-nav-notifications = Notifications
layout-new-request = New request
# After a person's name, for a screen reader; the space in front belongs to it.
layout-settings = { " – settings" }
layout-sign-out = Sign out
layout-times = Roleport: AWS access for pods. Times are in <zone>{ $zone }</zone>.
layout-shortcuts = Keyboard shortcuts
layout-language = Language
layout-colours = Colours
layout-theme-system = System
layout-theme-light = Light
layout-theme-dark = Dark
