// The evaluator's word against an AWS that enforces: real roles, tokens of pods, calls to S3. The Rust
// tests write the cases (domain/tests/rules/enforcement_cases.rs), with our answer in each.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { assume, iamSend, podToken, s3Client } from '../support/aws.mjs';
import { policyCases } from '../support/env.mjs';
import { uniqueName } from '../support/requests.mjs';

const { buckets, roles } = JSON.parse(readFileSync(policyCases('enforcement-cases.json')));

/** What the stand-in is known to get wrong; each must still show, or it is to be taken out. */
const gaps = [
  {
    name: 'escapes',
    reason: 'ministack does not know ${*}, ${?} and ${$}, and so denies what AWS allows.',
    explains: ({ role, allowed }) => allowed && JSON.stringify(role.documents).includes('${'),
  },
];

const already = (call) => call.catch((error) => {
  if (!/Already/.test(error.name)) throw error;
});
/** Whether it may be done; an error that is no refusal is one of the test. */
const may = async (call) => {
  try {
    await call;
    return true;
  } catch (error) {
    if (error.name === 'AccessDenied' || error.name === 'InvalidIdentityToken' || error.$metadata?.httpStatusCode === 403) return false;
    throw error;
  }
};

async function inAws(role) {
  const name = uniqueName('case');
  const policy = async (suffix, document) => {
    const { Policy: made } = await iamSend('CreatePolicy', { PolicyName: `${name}-${suffix}`, PolicyDocument: JSON.stringify(document) });
    return made.Arn;
  };
  const boundary = role.boundary && await policy('boundary', role.boundary);
  const { Role: made } = await iamSend('CreateRole', {
    RoleName: name, AssumeRolePolicyDocument: JSON.stringify(role.trust), ...(boundary && { PermissionsBoundary: boundary }),
  });
  for (const [index, document] of role.documents.entries()) {
    await iamSend('AttachRolePolicy', { RoleName: name, PolicyArn: await policy(index, document) });
  }
  return made.Arn;
}

test('the evaluator and an AWS that enforces agree', async () => {
  const root = s3Client();
  const issuer = roles[0].issuer;
  await already(iamSend('CreateOpenIDConnectProvider', { Url: issuer, ClientIDList: ['sts.amazonaws.com'], ThumbprintList: ['0'.repeat(40)] }));
  const explained = Object.fromEntries(gaps.map(({ name }) => [name, 0]));
  const unexplained = [];
  let count = 0;
  const compare = (role, attempt, theirs) => {
    count += 1;
    if (theirs === attempt.allowed) return;
    const gap = gaps.find((known) => known.explains({ role, ...attempt }));
    if (gap) explained[gap.name] += 1;
    else unexplained.push({ role: role.name, theirs, ...attempt });
  };
  for (const role of roles) {
    for (const [bucket, keys] of Object.entries(buckets)) {
      await already(root('CreateBucket', { Bucket: bucket }));
      for (const key of keys) await root('PutObject', { Bucket: bucket, Key: key, Body: key });
    }
    const arn = await inAws(role);
    for (const token of role.tokens) compare(role, token, await may(assume(arn, podToken({ issuer, ...token }))));
    const pod = s3Client(await assume(arn, podToken({ issuer, namespace: role.namespace, serviceAccount: role.serviceAccount })));
    for (const attempt of role.attempts) compare(role, attempt, await may(pod(attempt.call, attempt.input)));
  }
  expect(count).toBeGreaterThanOrEqual(100);
  expect(unexplained).toEqual([]);
  expect(Object.entries(explained).filter(([, times]) => times === 0), 'gaps that no longer show').toEqual([]);
});
