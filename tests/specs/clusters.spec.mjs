// Clusters in the browser: added, changed and removed by two admins, with every mistake beside its field.
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { command, requestFields, seen, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

// The clusters are everybody's: one test after the other.
test.describe.configure({ mode: 'serial' });

const field = (page, name) => page.getByRole('textbox', { name, exact: true });
const section = (page, name) => page.getByRole('region', { name });

/** Fills the form of a new cluster in. */
async function fill(page, name, region = 'us-east-1') {
  await field(page, 'Name').fill(name);
  await field(page, 'AWS account').fill('003250186609');
  await field(page, 'AWS region').fill(region);
  // One that the account knows.
  await field(page, 'OIDC issuer').fill('https://oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210');
  await field(page, 'Role names').fill(`${name}-{app}`);
}

/** Has the other admin approve what a page shows. */
async function approve(page, url) {
  await page.goto(url);
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByText('Approved, and in force since')).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a cluster is added, changed and removed: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const [ada, alan] = await Promise.all([people.admin, people.secondAdmin].map((who) => personIn(browser, who, { javaScriptEnabled })));
    const name = uniqueName('cluster');
    await ada.goto('/clusters');
    await ada.getByRole('link', { name: 'Add a cluster' }).click();
    // A random external id stands ready.
    await expect(field(ada, 'External id')).toHaveValue(/^roleport-\w{10,}$/);
    await fill(ada, name);
    await field(ada, 'OIDC issuer').fill('http://oidc.example.com/');
    await ada.getByRole('button', { name: 'Propose it' }).click();
    await expect(ada.getByRole('alert')).toContainText('https://');
    await expect(field(ada, 'OIDC issuer')).toHaveAttribute('aria-invalid', 'true');
    await expect(field(ada, 'Why')).toHaveAttribute('aria-invalid', 'true');
    await expect(field(ada, 'OIDC issuer')).toHaveValue('http://oidc.example.com/');
    await expect(field(ada, 'Name')).toHaveValue(name);
    await fill(ada, name);
    await field(ada, 'Why').fill('Another region.');
    await ada.getByRole('button', { name: 'Propose it' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`Add ${name}`);
    await expect(ada.getByRole('main')).toContainText('Alan Admin can decide on it');
    await expect(ada.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expect(ada.getByRole('row', { name: /AWS region/ })).toContainText('us-east-1');
    await alan.goto('/clusters');
    await section(alan, 'Waiting for a decision').getByRole('link', { name: `Add ${name}` }).click();
    await approve(alan, alan.url());

    // Somebody asks for a role, and the cluster changes meanwhile.
    const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
    const fields = requestFields({ app: uniqueName('asked') });
    const path = await submit(dev, { ...fields, cluster: name });
    await ada.goto('/clusters');
    await ada.getByRole('link', { name: `Change ${name}` }).click();
    await expect(ada.getByRole('main')).toContainText('1 open request stands on this cluster');
    await field(ada, 'Role names').fill('other-{app}');
    await field(ada, 'Why').fill('Moved.');
    await ada.getByRole('button', { name: 'Propose the change' }).click();
    await expect(field(ada, 'Role names')).toHaveAttribute('aria-invalid', 'true');
    await expect(ada.getByRole('alert')).toContainText('Add another cluster');
    await field(ada, 'Role names').fill(`${name}-{app}`);
    await field(ada, 'AWS region').fill('eu-central-1');
    await ada.getByRole('button', { name: 'Propose the change' }).click();
    await expect(section(ada, 'What follows')).toContainText('1 request waits for a decision');
    await alan.goto(ada.url());
    await alan.getByRole('button', { name: 'Reject' }).click();
    await expect(field(alan, 'Comment')).toHaveAttribute('aria-invalid', 'true');
    await approve(alan, ada.url());
    await alan.goto(path);
    await expect(alan.getByRole('main')).toContainText(`The cluster ${name} has changed since this was written: AWS region.`);
    await expect(alan.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    const refused = await ops.go(`${path}/approve`, { form: await seen(ops, path) });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('Edit it once');
    await command(dev, path, 'withdraw', await seen(dev, path));

    await ada.goto('/clusters');
    await ada.getByRole('link', { name: `Remove ${name}` }).click();
    await field(ada, 'Why').fill('Nobody uses it.');
    await ada.getByRole('button', { name: 'Propose its removal' }).click();
    await approve(alan, ada.url());
    await ada.goto('/clusters');
    await expect(ada.getByRole('heading', { name: new RegExp(`^${name} `) })).toHaveCount(0);
    await expect(section(ada, 'Changes')).toContainText(`Remove ${name}`);
    await Promise.all([ada, alan].map((page) => page.context().close()));
  });
}

test('who is no admin sees the clusters and changes none', async ({ browser }) => {
  for (const who of [people.ops, people.auditor]) {
    const page = await personIn(browser, who);
    await page.goto('/clusters');
    await expect(section(page, 'production')).toBeVisible();
    await expect(page.locator('a[href="/clusters/new"], a[href$="/change"], a[href$="/remove"]')).toHaveCount(0);
    expect((await page.goto('/clusters/new')).status()).toBe(403);
    await expect(page.getByRole('main')).toContainText('Only an admin can do this.');
    await page.context().close();
  }
});
