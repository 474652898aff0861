// Asks @cloud-copilot/iam-simulate, which shares no code with ours, what it makes of a case.
import { createValidatedPolicy } from '@cloud-copilot/iam-policy';
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { differences } from './differences.mjs';

const named = (policies) => policies.map((policy, index) => ({ name: `policy ${index}`, policy }));
// Its own validation only knows documented keys and actions, and IAM's validation is not what is compared here.
const unchecked = (policy) => createValidatedPolicy(policy, () => [], { name: 'trust' });

/** `Allowed`, `ExplicitlyDenied` or `ImplicitlyDenied`, for the case as it is. */
export const simulate = ({ caller, request, identity = [], boundary, trust }) => runUnsafeSimulation({
  request: {
    principal: caller ?? 'arn:aws:iam::111122223333:role/app',
    action: request.action,
    resource: { resource: request.resource, accountId: '111122223333' },
    contextVariables: request.context,
  },
  identityPolicies: named(identity),
  serviceControlPolicies: [],
  resourceControlPolicies: [],
  resourcePolicy: trust && unchecked(trust),
  permissionBoundaryPolicies: boundary ? named([boundary]) : undefined,
}, {});

/** The case in words that both read alike, and which known differences that took. */
export function translated(original, without) {
  const translation = structuredClone(original);
  const used = differences.filter(({ name, rewrite }) => name !== without && rewrite(translation)).map(({ name }) => name);
  return { translation, used };
}
