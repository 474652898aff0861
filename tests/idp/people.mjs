// The people who can sign in locally. `sub` is opaque on purpose: a portal that keyed people on
// their e-mail address would lose their history when the address changes.
export const people = [
  { sub: 'u-1001', email: 'dev@example.com', name: 'Dana Developer', groups: ['developers'] },
  { sub: 'u-1002', email: 'ops@example.com', name: 'Oscar Ops', groups: ['devops'] },
  // In both groups: proves that an approver still cannot approve what they asked for.
  { sub: 'u-1003', email: 'second@example.com', name: 'Sam Second', groups: ['developers', 'devops'] },
  { sub: 'u-1004', email: 'admin@example.com', name: 'Ada Admin', groups: ['admins'] },
];

/** What oidc-provider asks of an account: its id, and the claims that scopes choose from. */
export function findAccount(_ctx, sub) {
  const person = people.find((candidate) => candidate.sub === sub);
  if (!person) return undefined;
  return { accountId: sub, claims: () => ({ ...person, email_verified: true }) };
}
