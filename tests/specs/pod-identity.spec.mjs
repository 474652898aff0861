// A role that pods have by EKS Pod Identity, in the browser.
import { expect, test } from '@playwright/test';
import { badge, controls, fillRequest, personIn } from '../support/browser.mjs';
import { command, planned, reach, seen, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const section = (page, name) => page.getByRole('region', { name, exact: true });

for (const javaScriptEnabled of [true, false]) {
  test(`a role is had by an association and without an annotation: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const dev = await personIn(browser, people.dev, { javaScriptEnabled });
    const app = uniqueName('pods');
    await dev.goto('/requests/new');
    await fillRequest(dev, {
      app,
      namespace: app,
      serviceAccount: app,
      grants: [{ bucket: `${app}-data`, prefix: 'in/', access: ['Read'] }],
      reason: 'Reads the daily export.',
    });
    const way = dev.getByRole('combobox', { name: 'How pods get the role' });
    await way.selectOption('pod_identity');

    // A cluster without a name in EKS: said beside the field, and nothing typed is lost.
    await dev.getByRole('combobox', { name: 'Cluster' }).selectOption('staging');
    await controls(dev).review.click();
    await expect(dev.getByRole('alert')).toContainText('Linux EC2 nodes only');
    await expect(way).toHaveAttribute('aria-invalid', 'true');
    await expect(way).toHaveValue('pod_identity');
    await expect(controls(dev).app).toHaveValue(app);

    await dev.getByRole('combobox', { name: 'Cluster' }).selectOption('production');
    await controls(dev).review.click();
    await expect(dev.getByRole('region', { name: /^Trust policy/ })).toContainText('pods.eks.amazonaws.com');
    await expect(dev.getByRole('region', { name: 'values.yaml' })).not.toContainText('role-arn');
    await dev.getByRole('button', { name: 'Submit request' }).click();
    await badge(dev, 'Submitted');
    const path = new URL(dev.url()).pathname;

    const ops = await Visitor.signedIn(people.ops);
    await planned(ops, path);
    const { html } = await ops.page(path);
    expect(html).toContain('CreatePodIdentityAssociation');
    const answer = await command(ops, path, 'approve', await seen(ops, path));
    expect(answer.status).toBe(303);
    await reach(ops, path, 'applied');
    await dev.goto(path);
    await expect(section(dev, 'The role')).toContainText('EKS Pod Identity');
    await expect(section(dev, 'Check that it works')).toContainText('AWS_CONTAINER_CREDENTIALS_FULL_URI');
    await expect(section(dev, 'Use it in your Helm chart')).toContainText('There is no annotation');
  });
}
