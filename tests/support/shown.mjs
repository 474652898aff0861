/** What `make screenshots` shows: a state of each page at least, and what it is called. */
export const SHOWN = {
  home: 'Home of an approver', 'home-developer': 'Home of a developer', 'home-auditor': 'Home of an auditor',
  'new-request': 'New request', 'new-request-errors': 'New request, corrected', review: 'Review',
  'request-waiting-approver': 'Request, to be decided', 'request-applied': 'Request, applied', 'request-changes-author': 'Request, changes asked for',
  'request-json-changes': 'Request, a change of policies', 'request-edit': 'Edit a request', revisions: 'Revisions',
  requests: 'Requests', together: 'Several requests approved together',
  roles: 'Roles', 'roles-filtered': 'Roles, filtered', role: 'Role', retire: 'Retire a role',
  doctor: 'Doctor', 'doctor-denied': 'Doctor, an answer',
  guide: 'Guide', 'guide-pods': 'Guide, pods', 'guide-permissions': 'Guide, permissions', 'guide-sdks': 'Guide, SDKs',
  'guide-trouble': 'Guide, troubleshooting', 'guide-pod-identity': 'Guide, Pod Identity', 'guide-devops': 'Guide, for DevOps',
  unmanaged: 'Roles made outside', 'unmanaged-role': 'Adopt a role', 'unmanaged-table': 'A table of roles, compared', 'request-adoption': 'Request, an adoption',
  clusters: 'Clusters', 'clusters-admin': 'Clusters, for an admin', 'cluster-new': 'Add a cluster', 'cluster-change-errors': 'Change a cluster', 'cluster-proposed': 'A proposed change', 'cluster-remove': 'Remove a cluster',
  rules: 'Approval rules', 'rules-admin': 'Propose rules', history: 'History', event: 'Event', 'access-answer': 'Who had access',
  settings: 'Settings', tokens: 'Tokens', notifications: 'Notifications', api: 'API', 'api-schemas': 'API, schemas',
  shortcuts: 'Keyboard shortcuts', style: 'Styles', 'not-found': 'Not found', 'signed-out': 'Signed out', 'sign-in': 'The local sign-in provider',
};
