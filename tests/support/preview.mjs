// `roleport preview` as another program's CI would call it.
import { spawnSync } from 'node:child_process';
import { roleportBin } from './env.mjs';

/** A cluster of the tests' own, so that they prove the rules and not one configuration. */
export const cluster = {
  name: 'production',
  account_id: '003250186609',
  partition: 'aws',
  region: 'us-east-1',
  oidc_issuer: 'https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
  role_name_pattern: 'bln-fairbid-production-{app}',
  role_path: '/',
  permissions_boundary: null,
};

/** A request that is right; tests change one thing at a time. */
export const goodRequest = (changes = {}) => ({
  cluster,
  app: 'blue-raven',
  namespace: 'blue-raven',
  service_account: 'blue-raven',
  grants: [{ service: 's3', bucket: 'inneractive-fyber-data', prefix: 'in/', access: ['read'] }],
  reason: 'Reads the daily export.',
  ...changes,
});

/** Runs it. `input` is sent as it is when it is text, else as JSON. */
export function preview(input, ...args) {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  // An empty environment proves that it needs no database, network or configuration.
  const { status, stdout, stderr, error } = spawnSync(roleportBin, ['preview', ...args], { input: text, encoding: 'utf8', env: {} });
  if (error) throw error;
  return { status, stdout, stderr, json: () => JSON.parse(stdout) };
}
