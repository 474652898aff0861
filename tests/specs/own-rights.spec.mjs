// `roleport aws policy`: what to give Roleport in an account.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { roleportBin } from '../support/env.mjs';

const demo = readFileSync(new URL('../../demo/roleport.toml', import.meta.url), 'utf8');

/** Runs it with this configuration. */
function policy(config, ...args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'roleport-rights-'));
  const file = path.join(folder, 'roleport.toml');
  writeFileSync(file, config);
  const env = { PATH: process.env.PATH, ROLEPORT_CONFIG: file };
  const result = spawnSync(roleportBin, ['aws', 'policy', ...args], { encoding: 'utf8', env });
  rmSync(folder, { recursive: true });
  return result;
}

test('the policy for the one account there is, ready for IAM', () => {
  const { status, stdout, stderr } = policy(demo);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { Version, Statement } = JSON.parse(stdout);
  expect(Version).toBe('2012-10-17');
  const make = Statement.find(({ Action }) => [Action].flat().includes('iam:CreateRole'));
  expect(make.Resource).toEqual(['production', 'staging'].map((name) => `arn:aws:iam::003250186609:role/bln-fairbid-${name}-*`));
  expect(stdout).not.toMatch(/DeleteRolePermissionsBoundary|iam:\*/);
  // Roles are handed to EKS alone, and only where a cluster has a name there.
  const passes = (text) => JSON.parse(text).Statement.filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
  expect(passes(stdout)).toMatchObject([{
    Resource: 'arn:aws:iam::003250186609:role/bln-fairbid-production-*',
    Condition: { StringEquals: { 'iam:PassedToService': 'pods.eks.amazonaws.com' } },
  }]);
  expect(policy(demo.replace(/^eks_name.*$/m, '')).stdout).not.toMatch(/PassRole|eks:/);
});

test('what is wrong is said with what to do', () => {
  const nothing = policy('');
  expect(nothing.status).toBe(1);
  expect(nothing.stderr).toContain('a [[clusters]] table to the file');
  const unknown = policy(demo, '--account', '111122223333');
  expect(unknown.status).toBe(1);
  expect(unknown.stderr).toContain('no cluster is in the account 111122223333; known are 003250186609');
  const open = policy(demo.replace('bln-fairbid-production-{app}', '{app}'));
  expect(open.status).toBe(0);
  expect(open.stderr).toContain('Give the cluster a role_path of its own');
});
