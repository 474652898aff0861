// Approval rules in the browser: proposed by one admin, put in force by another, obeyed, and passed over in an emergency.
import { expect, test } from '@playwright/test';
import { badge, personIn } from '../support/browser.mjs';
import { reach, requestFields, stateOf, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

// One set of rules is in force for everybody: these tests change it one after the other.
test.describe.configure({ mode: 'serial' });

const section = (page, name) => page.getByRole('region', { name, exact: true });
const source = (namespace) => `
[[rules]]
name = "Two for ${namespace}"
namespaces = ["${namespace}"]
require = [{ group = "approvers", count = 2 }]
`;

for (const javaScriptEnabled of [true, false]) {
  test(`rules are proposed, put in force and obeyed: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const [ada, alan, ops, second] = await Promise.all(
      [people.admin, people.secondAdmin, people.ops, people.second].map((who) => personIn(browser, who, { javaScriptEnabled })),
    );
    const app = uniqueName('rules');
    await ada.goto('/rules');
    await ada.getByRole('textbox', { name: 'Rules' }).fill('[[rules]]\nname = "no end');
    await ada.getByRole('button', { name: 'Propose' }).click();
    // What was typed stays, and both fields say what is wrong.
    await expect(ada.getByRole('textbox', { name: 'Rules' })).toHaveValue('[[rules]]\nname = "no end');
    await expect(ada.getByRole('textbox', { name: 'Rules' })).toHaveAttribute('aria-invalid', 'true');
    await expect(ada.getByRole('textbox', { name: 'Why' })).toHaveAttribute('aria-invalid', 'true');
    await ada.getByRole('textbox', { name: 'Rules' }).fill(source(app));
    await ada.getByRole('textbox', { name: 'Why' }).fill('Safer.');
    await ada.getByRole('button', { name: 'Propose' }).click();
    await expect(ada.getByRole('main')).toContainText('Another admin decides on it.');
    await expect(ada.getByRole('button', { name: 'Put in force' })).toHaveCount(0);

    await alan.goto('/rules');
    await expect(alan.getByRole('region', { name: /^Proposed/ })).toContainText(`in namespace ${app} needs 2 of the approvers`);
    await alan.getByRole('button', { name: 'Put in force' }).click();
    await expect(section(alan, 'In force')).toContainText(`Two for ${app}`);

    const author = await Visitor.signedIn(people.dev);
    const path = await submit(author, requestFields({ app }));
    await ops.goto(path);
    await expect(section(ops, 'Who approves it')).toContainText(`2 of the approvers by the rule “Two for ${app}”`);
    await expect(section(ops, 'Who approves it')).toContainText('Oscar Ops');
    await ops.getByRole('button', { name: 'Approve' }).click();
    await badge(ops, 'Submitted');
    await expect(section(ops, 'Who approves it')).toContainText('Approved by Oscar Ops.');
    await expect(ops.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    expect(await stateOf(author, path)).toBe('submitted');
    await second.goto(path);
    await second.getByRole('button', { name: 'Approve' }).click();
    await reach(author, path, 'applied');
    await Promise.all([ada, alan, ops, second].map((page) => page.context().close()));
  });
}

test('breaking the glass needs a reason, and the request stays marked', async ({ browser }) => {
  const author = await Visitor.signedIn(people.dev);
  const path = await submit(author, requestFields());
  const ada = await personIn(browser, people.admin);
  await ada.goto(path);
  await ada.getByText('Emergency: approve it alone').click();
  await ada.getByRole('button', { name: 'Break the glass' }).click();
  const reason = ada.getByRole('textbox', { name: 'Why this can’t wait' });
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await reason.fill('Payments are down and nobody else is awake.');
  await ada.getByRole('button', { name: 'Break the glass' }).click();
  await reach(author, path, 'applied');
  await ada.goto(path);
  await expect(ada.getByRole('main').getByText('Break-glass', { exact: true })).toBeVisible();
  await expect(section(ada, 'History')).toContainText('Payments are down');
  await ada.goto('/requests?view=all');
  await expect(ada.getByRole('row').filter({ hasText: `${path.split('/').at(-1)}: ` }).getByText('Break-glass')).toBeVisible();
  await ada.context().close();
});
