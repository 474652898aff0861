// What is really in AWS (the stand-in), read through the ordinary clients.
import { createSign, generateKeyPairSync } from 'node:crypto';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { accountId, awsEndpoint } from './env.mjs';

const settings = {
  endpoint: awsEndpoint,
  region: process.env.ROLEPORT_AWS_REGION || 'us-east-1',
  // The stand-in takes an account's number as the key of its root user.
  credentials: { accessKeyId: accountId, secretAccessKey: 'test' },
  maxAttempts: 1,
};
const iamClient = new iam.IAMClient(settings);

export const iamSend = (name, input) => iamClient.send(new iam[`${name}Command`](input));

/** A role with its trust policy and the live version of every policy attached to it. */
export async function roleInAws(roleName) {
  const { Role: role } = await iamSend('GetRole', { RoleName: roleName });
  const { AttachedPolicies: attached } = await iamSend('ListAttachedRolePolicies', { RoleName: roleName });
  const policies = await Promise.all(attached.map(async ({ PolicyArn }) => {
    const { Policy: policy } = await iamSend('GetPolicy', { PolicyArn });
    const { PolicyVersion: version } = await iamSend('GetPolicyVersion', { PolicyArn, VersionId: policy.DefaultVersionId });
    return { arn: PolicyArn, version: policy.DefaultVersionId, document: JSON.parse(decodeURIComponent(version.Document)) };
  }));
  return {
    arn: role.Arn,
    id: role.RoleId,
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn,
    tags: Object.fromEntries((role.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    trust: JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument)),
    policies,
  };
}

const isGone = async (call) => {
  try {
    await call;
    return false;
  } catch (error) {
    if (error.name === 'NoSuchEntityException' || error.name === 'NoSuchEntity') return true;
    throw error;
  }
};

/** Whether neither the role nor a policy of its name is there. */
export async function goneFromAws(roleName) {
  const { Policies: policies } = await iamSend('ListPolicies', { Scope: 'Local', MaxItems: 1000 });
  return await isGone(iamSend('GetRole', { RoleName: roleName }))
    && !policies.some((policy) => policy.PolicyName === roleName);
}

/** An S3 client; as the account's root user unless a pod's credentials are given. */
export const s3Client = (credentials = settings.credentials) => {
  const client = new s3.S3Client({ ...settings, credentials, forcePathStyle: true });
  return (name, input) => client.send(new s3[`${name}Command`](input));
};

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A projected service account token, as a pod of that cluster would have it. */
export function podToken({ issuer, namespace, serviceAccount, audience = 'sts.amazonaws.com' }) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${base64({ alg: 'RS256', kid: 'test' })}.${base64({
    iss: issuer, aud: audience, sub: `system:serviceaccount:${namespace}:${serviceAccount}`, iat: now, exp: now + 600,
  })}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

/** What the AWS SDK in a pod does: the token for credentials of the role. */
export async function assume(roleArn, token) {
  // Unsigned: a pod has no credentials before this call.
  const client = new sts.STSClient({ ...settings, signer: { sign: async (request) => request } });
  const { Credentials: found } = await client.send(new sts.AssumeRoleWithWebIdentityCommand({
    RoleArn: roleArn, RoleSessionName: 'pod', WebIdentityToken: token,
  }));
  return { accessKeyId: found.AccessKeyId, secretAccessKey: found.SecretAccessKey, sessionToken: found.SessionToken };
}
