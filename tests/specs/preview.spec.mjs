// `roleport preview`: the compiler and the form's check, for other people's CI.
import { expect, test } from '@playwright/test';
import { cluster, goodRequest, preview } from '../support/preview.mjs';

const issuer = cluster.oidc_issuer.replace('https://', '');

test('a good request: exit code 0, the names, both policies and the Helm snippet', () => {
  const { status, json, stderr } = preview(goodRequest());
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { policies, helm, ...rest } = json();
  expect(rest).toMatchObject({
    valid: true,
    errors: [],
    role_name: 'bln-fairbid-production-blue-raven',
    role_arn: 'arn:aws:iam::003250186609:role/bln-fairbid-production-blue-raven',
  });
  expect(rest.trust_policy).toMatchObject({
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::003250186609:oidc-provider/${issuer}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${issuer}:sub`]: 'system:serviceaccount:blue-raven:blue-raven',
          [`${issuer}:aud`]: 'sts.amazonaws.com',
        },
      },
    }],
  });
  expect(rest.trust_policy.Statement).toHaveLength(1);
  expect(Object.keys(rest.trust_policy.Statement[0].Condition)).toEqual(['StringEquals']);
  expect(policies).toHaveLength(1);
  expect(policies[0].name).toBe('bln-fairbid-production-blue-raven');
  expect(policies[0].size).toBe(JSON.stringify(policies[0].document).length);
  expect(Object.keys(helm).sort()).toEqual(['deployment_patch', 'service_account_template', 'values_schema', 'values_yaml']);
});

test('read under a prefix compiles to exactly the actions of the fact sheet', () => {
  const { document } = preview(goodRequest()).json().policies[0];
  const allowed = document.Statement.flatMap(({ Effect, Action, Resource, Condition }) => {
    expect(Effect).toBe('Allow');
    return [Action].flat().flatMap((action) => [Resource].flat().map((resource) =>
      [action, resource, Condition ? [Object.values(Condition)[0]['s3:prefix']].flat().sort().join(' ') : ''].join(' | ')));
  });
  expect(allowed.sort()).toEqual([
    's3:GetBucketLocation | arn:aws:s3:::inneractive-fyber-data | ',
    's3:GetObject | arn:aws:s3:::inneractive-fyber-data/in/* | ',
    's3:ListBucket | arn:aws:s3:::inneractive-fyber-data | in/ in/*',
  ]);
});

test('typed wildcards and variables stand for themselves', () => {
  const { status, stdout } = preview(goodRequest({ grants: [{ service: 's3', bucket: 'some-bucket', prefix: 'a*b?c${aws:username}/', access: ['read'] }] }));
  expect(status).toBe(0);
  expect(stdout).toContain('arn:aws:s3:::some-bucket/a${*}b${?}c${$}{aws:username}/*');
  expect(stdout).not.toContain('c${aws:username}');
});

test('a partition reaches every ARN', () => {
  const { stdout } = preview(goodRequest({ cluster: { ...cluster, partition: 'aws-cn', region: 'cn-north-1' } }));
  expect(stdout).toContain('arn:aws-cn:iam::003250186609:role/');
  expect(stdout).not.toContain('arn:aws:');
});

test('a bad request: exit code 1, every error at once, nothing compiled', () => {
  const { status, json } = preview(goodRequest({
    app: 'Blue_Raven',
    namespace: 'blue.raven',
    service_account: '-x',
    grants: [
      { service: 's3', bucket: 'UPPER', prefix: '/in', access: ['read'] },
      { service: 's3', bucket: 'fine-bucket', prefix: '', access: [] },
    ],
  }));
  const answer = json();
  expect(status).toBe(1);
  expect(answer.valid).toBe(false);
  expect(Object.keys(answer).sort()).toEqual(['errors', 'valid', 'warnings']);
  const fields = new Set(answer.errors.map(({ field }) => field));
  expect([...fields].sort()).toEqual(['app', 'grants[0].bucket', 'grants[0].prefix', 'grants[1].access', 'namespace', 'service_account']);
  for (const { code, message } of answer.errors) {
    expect(code).toMatch(/^[a-z0-9_.-]+$/);
    expect(message).toMatch(/^[A-Z].*[.?]$/s);
  }
});

for (const [name, input] of [
  ['nothing', ''],
  ['no JSON', 'app: blue-raven'],
  ['another type', '[]'],
  ['an unknown field', JSON.stringify(goodRequest({ extra: true }))],
  ['an unknown field in a grant', JSON.stringify(goodRequest({ grants: [{ service: 's3', bucket: 'some-bucket', prefix: '', access: ['read'], acl: 'x' }] }))],
  ['an unknown service', JSON.stringify(goodRequest({ grants: [{ service: 'ec2', bucket: 'some-bucket', access: ['read'] }] }))],
  ['a missing field', JSON.stringify({ ...goodRequest(), namespace: undefined })],
]) {
  test(`${name}: exit code 2, a reason on standard error, nothing on standard output`, () => {
    const { status, stdout, stderr } = preview(input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });
}

test('the same request gives the same bytes; the order of grants and access changes nothing that is compiled', () => {
  const one = { service: 's3', bucket: 'bucket-one', prefix: 'in/', access: ['read', 'write'] };
  const two = { service: 's3', bucket: 'bucket-two', prefix: '', access: ['list'] };
  const first = preview(goodRequest({ grants: [one, two] }));
  expect(preview(goodRequest({ grants: [one, two] })).stdout).toBe(first.stdout);
  // A warning names the line it is about, so it moves with the line.
  const compiled = ({ json }) => JSON.stringify({ ...json(), warnings: [] });
  expect(compiled(preview(goodRequest({ grants: [two, { ...one, access: ['write', 'read'] }] })))).toBe(compiled(first));
});

test('a role name that would be too long is cut, stays unique, and the person sees it', () => {
  const app = 'a'.repeat(53);
  const named = (namespace) => preview(goodRequest({ app, namespace })).json().role_name;
  const [first, second] = [named('one'), named('two')];
  expect(first.length).toBeLessThanOrEqual(64);
  expect(first).not.toBe(second);
  expect(named('one')).toBe(first);
});

test('--schema prints the JSON Schema of the input', () => {
  const { status, json } = preview('', '--schema');
  expect(status).toBe(0);
  const schema = json();
  expect(schema.$schema).toMatch(/json-schema\.org/);
  expect(Object.keys(schema.properties).sort()).toEqual(['admitted_buckets', 'app', 'cluster', 'existing_role', 'grants', 'identity', 'namespace', 'reason', 'service_account']);
  expect(schema.additionalProperties).toBe(false);
});
