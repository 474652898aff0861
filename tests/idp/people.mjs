// The people who can sign in locally. `sub` is opaque on purpose: a portal that keyed people on
// their e-mail address would lose their history when the address changes.
export const people = [
  { sub: 'u-1001', email: 'dev@example.com', name: 'Dana Developer', groups: ['developers'] },
  // Another team's: where the rules say so, neither sees the other's requests.
  { sub: 'u-1007', email: 'dora@example.com', name: 'Dora Developer', groups: ['developers'] },
  // Chooses German, which every later sign-in brings: nobody else's pages may change by it.
  { sub: 'u-1008', email: 'greta@example.com', name: 'Greta German', groups: ['developers'] },
  { sub: 'u-1002', email: 'ops@example.com', name: 'Oscar Ops', groups: ['devops'] },
  // In both groups: proves that an approver still cannot approve what they asked for.
  { sub: 'u-1003', email: 'second@example.com', name: 'Sam Second', groups: ['developers', 'devops'] },
  // Two of them: rules are put in force by another admin than who wrote them.
  { sub: 'u-1005', email: 'admin@example.com', name: 'Ada Admin', groups: ['admins'] },
  { sub: 'u-1006', email: 'second-admin@example.com', name: 'Alan Admin', groups: ['admins'] },
  { sub: 'u-1004', email: 'auditor@example.com', name: 'Audrey Auditor', groups: ['auditors'] },
];

/** What oidc-provider asks of an account: its id, and the claims that scopes choose from. */
export function findAccount(_ctx, sub) {
  const person = people.find((candidate) => candidate.sub === sub);
  if (!person) return undefined;
  return { accountId: sub, claims: () => ({ ...person, email_verified: true }) };
}
