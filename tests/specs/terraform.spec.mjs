// A role as Terraform: on its page, with JavaScript and without, and written out by the command line.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { accountId, roleportBin } from '../support/env.mjs';
import { applied, requestFields, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const cluster = `${accountId}/production`;

async function appliedRole() {
  const app = uniqueName('tf');
  const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const { role } = await applied(dev, ops, requestFields({ app }));
  return { name: `bln-fairbid-production-${app}`, path: `/roles/${role}` };
}

for (const javaScriptEnabled of [true, false]) {
  test(`the page of a role has it as Terraform: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const { name, path: place } = await appliedRole();
    const page = await personIn(browser, people.dev, { javaScriptEnabled, permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(place);
    const section = page.getByRole('region', { name: 'Keep it in Terraform', exact: true });
    const file = (title) => section.getByRole('region', { name: title, exact: true });
    await expect(file('iam_serviceaccounts.tf')).toBeHidden();
    await section.getByText('Terraform files of this role').click();
    await expect(file('iam_serviceaccounts.tf')).toContainText(`resource "aws_iam_role" "${name}" {`);
    await expect(file('imports.tf')).toContainText(`to = aws_iam_role_policy_attachment.${name}`);
    await expect(file('terragrunt.hcl')).toContainText(`role_arn        = "arn:aws:iam::${accountId}:role/`);
    await expect(file(`policies/${name}.json`)).toContainText('"s3:GetObject"');
    await expect(file(`trust/${name}.json`)).toContainText('sts:AssumeRoleWithWebIdentity');
    const copy = section.getByRole('button', { name: 'Copy imports.tf' });
    if (javaScriptEnabled) {
      await copy.click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(copied).toBe(await file('imports.tf').textContent());
    } else {
      await expect(copy).toHaveCount(0);
    }
    await page.context().close();
  });
}

test('the command writes all roles, again changes nothing, and leaves what is not its own', async () => {
  const { name } = await appliedRole();
  const folder = mkdtempSync(path.join(tmpdir(), 'roleport-terraform-'));
  const run = () => execFileSync(roleportBin, ['export', 'terraform', folder], { encoding: 'utf8' });
  const read = (file) => readFileSync(path.join(folder, file), 'utf8');
  try {
    writeFileSync(path.join(folder, 'notes.md'), 'Somebody else’s.');
    expect(run()).toMatch(/0 removed/);
    expect(read(`${cluster}/iam_serviceaccounts.tf`)).toContain(`resource "aws_iam_role" "${name}" {`);
    expect(JSON.parse(read(`${cluster}/policies/${name}.json`)).Version).toBe('2012-10-17');
    expect(read('.roleport-files')).toContain(`${cluster}/trust/${name}.json\n`);
    // Other tests make roles at the same time, so only this role's files are looked at.
    const before = read(`${cluster}/policies/${name}.json`);
    run();
    expect(read(`${cluster}/policies/${name}.json`)).toBe(before);
    expect(read('notes.md')).toBe('Somebody else’s.');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
