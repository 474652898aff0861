// Roles that somebody made in AWS without Roleport.
import { iamSend } from './aws.mjs';
import { accountId } from './env.mjs';

const document = (statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Reading a bucket, as people write it. */
export const reading = (bucket) => document([
  { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: `arn:aws:s3:::${bucket}` },
  { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` },
]);

/** The issuer that another role of the production cluster trusts. */
async function issuer() {
  const { OpenIDConnectProviderList: known } = await iamSend('ListOpenIDConnectProviders', {});
  const arns = known.map(({ Arn }) => Arn.split(':oidc-provider/')[1]);
  return arns.find((one) => one.startsWith('oidc.eks.'));
}

/** A role for these service accounts; `inline` are documents by name, `managed` become policies of their own. */
export async function makeByHand({ name, path = '/', subjects, inline = {}, managed = [] }) {
  const at = await issuer();
  const trust = document([{
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${at}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${at}:sub`]: subjects.map((one) => `system:serviceaccount:${one.replace('/', ':')}`), [`${at}:aud`]: 'sts.amazonaws.com' } },
  }]);
  await iamSend('CreateRole', { RoleName: name, Path: path, AssumeRolePolicyDocument: trust });
  for (const [PolicyName, PolicyDocument] of Object.entries(inline)) {
    await iamSend('PutRolePolicy', { RoleName: name, PolicyName, PolicyDocument });
  }
  for (const [number, PolicyDocument] of managed.entries()) {
    const { Policy: made } = await iamSend('CreatePolicy', { PolicyName: `${name}-by-terraform-${number + 1}`, PolicyDocument });
    await iamSend('AttachRolePolicy', { RoleName: name, PolicyArn: made.Arn });
  }
  return `arn:aws:iam::${accountId}:role${path}${name}`;
}
