// What was approved is what AWS lets the pod do, and nothing else.
import { expect, test } from '@playwright/test';
import { assume, podToken, roleInAws, s3Client } from '../support/aws.mjs';
import { applied, requestFields, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const denied = (attempt) => expect(attempt).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });

test.describe.configure({ mode: 'serial' });

let dev;
let ops;
let role;
let roleId;
let issuer;
const app = uniqueName('enforced');
const namespace = uniqueName('ns');
const bucket = `${app}-data`;
const get = (pod, key) => pod('GetObject', { Bucket: bucket, Key: key });

test.beforeAll(async () => {
  [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const root = s3Client();
  await root('CreateBucket', { Bucket: bucket });
  for (const key of ['in/a.txt', 'in-secret/b.txt', 'out/c.txt']) await root('PutObject', { Bucket: bucket, Key: key, Body: key });
  const made = await applied(dev, ops, requestFields({ app, namespace, service_account: 'sa-one', grants: [{ bucket, prefix: 'in/', access: ['read'] }] }));
  roleId = made.role;
  role = await roleInAws(`bln-fairbid-production-${app}`);
  issuer = `https://${role.trust.Statement[0].Principal.Federated.split(':oidc-provider/')[1]}`;
});

const pod = async (changes = {}) => s3Client(await assume(role.arn, podToken({ issuer, namespace, serviceAccount: 'sa-one', ...changes })));

test('the pod reads and lists under the granted prefix', async () => {
  const as = await pod();
  expect(await (await get(as, 'in/a.txt')).Body.transformToString()).toBe('in/a.txt');
  const { Contents } = await as('ListObjectsV2', { Bucket: bucket, Prefix: 'in/' });
  expect(Contents.map(({ Key }) => Key)).toEqual(['in/a.txt']);
});

test('another prefix, a prefix that starts alike, writing and deleting are refused', async () => {
  const as = await pod();
  await denied(get(as, 'out/c.txt'));
  await denied(get(as, 'in-secret/b.txt'));
  await denied(as('ListObjectsV2', { Bucket: bucket }));
  await denied(as('PutObject', { Bucket: bucket, Key: 'in/new.txt', Body: 'x' }));
  await denied(as('DeleteObject', { Bucket: bucket, Key: 'in/a.txt' }));
});

for (const [who, changes] of [
  ['another namespace', { namespace: 'ns-two' }],
  ['another service account', { serviceAccount: 'sa-two' }],
  ['a token for another audience', { audience: 'kubernetes' }],
  ['another cluster', { issuer: 'https://oidc.eks.us-east-1.amazonaws.com/id/00000000000000000000000000000000' }],
]) {
  test(`${who} can't take the role`, async () => denied(pod(changes)));
}

test('after a change of grants the new prefix is open and the old one closed', async () => {
  await applied(dev, ops, {
    ...requestFields({ app, namespace, service_account: 'sa-one', grants: [{ bucket, prefix: 'out/', access: ['read'] }] }),
    role: roleId,
  });
  const as = await pod();
  expect(await (await get(as, 'out/c.txt')).Body.transformToString()).toBe('out/c.txt');
  await denied(get(as, 'in/a.txt'));
});
