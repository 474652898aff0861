// Every page worth looking at, for the accessibility test, the screenshots and the languages: nothing here finds anything by its words.
import { podToken } from './aws.mjs';
import { personIn } from './browser.mjs';
import { makeByHand, reading } from './by-hand.mjs';
import { applied, command, requestFields, saveDraft, seen, submit, uniqueName } from './requests.mjs';
import { people, Visitor } from './visitor.mjs';

/** Roles made by hand, of which one is asked for; their list has them. */
async function prepareAdoption(ops, app) {
  const names = [app, `${app}-batch`].map((one) => `bln-fairbid-production-${one}`);
  await makeByHand({
    name: names[0], subjects: [`${app}/${app}`, `${app}/worker`], managed: [reading('mamba-events')],
    inline: { queue: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:us-east-1:003250186609:orders' } }) },
  });
  await makeByHand({ name: names[1], subjects: [`${app}/${app}-batch`], inline: { s3: reading('inneractive-spark-streaming-raw') } });
  await ops.go('/unmanaged/read', { form: {} });
  const id = async (name) => (await ops.page(`/unmanaged?q=${name}`)).html.match(new RegExp(`/unmanaged/(\\d+)"[^>]*>(?:<!--[^>]*-->)*${name}<`))?.[1];
  for (let tries = 0; tries < 300 && !await id(names[1]); tries += 1) await new Promise((done) => setTimeout(done, 200));
  const [unmanaged, batch] = [await id(names[0]), await id(names[1])];
  const answer = await ops.go(`/unmanaged/${batch}`, { form: { key: uniqueName('adopt'), app: `${app}-batch`, namespace: app, service_account: `${app}-batch`, reason: 'Made by hand two years ago.' } });
  const table = ['iam_role,namespace,service_account,permissions', ...names.map((name) => `arn:aws:iam::003250186609:role/${name},${app},${name.replace('bln-fairbid-production-', '')},s3://mamba-events`)];
  table.push(`arn:aws:iam::003250186609:role/bln-fairbid-production-gone,gone,gone,s3://mamba-events`);
  return { unmanaged: `/unmanaged/${unmanaged}`, unmanagedApp: app, adopting: answer.headers.get('location'), table: table.join('\n') };
}

/** A change of the clusters that waits for another admin than the one who looks at it; the one before is taken back. */
async function proposeCluster() {
  const alan = await Visitor.signedIn(people.secondAdmin);
  const { html } = await alan.page('/clusters');
  const open = /href="(\/cluster-changes\/\d+)"[^>]*>A change of it waits/.exec(html)?.[1];
  if (open) await alan.go(`${open}/withdraw`, { form: {} });
  const form = {
    name: 'staging', account_id: '003250186609', partition: 'aws', region: 'eu-central-1',
    oidc_issuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210',
    role_name_pattern: 'bln-fairbid-staging-{app}', role_path: '/', role_arn: 'arn:aws:iam::003250186609:role/roleport',
    external_id: uniqueName('roleport'), comment: 'Staging moves to Frankfurt, and Roleport comes in by a role.',
  };
  return (await alan.go('/clusters/staging/change', { form })).headers.get('location');
}

/** Makes one waiting and one applied request, for applications of these names, so that no page is empty. */
export async function prepare({ waitingApp = uniqueName('waiting'), appliedApp = uniqueName('shown'), unmanagedApp = uniqueName('found') } = {}) {
  const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const waiting = await submit(dev, requestFields({
    app: waitingApp,
    reason: 'Writes the nightly aggregates and clears the old ones.',
    grants: [{ bucket: 'inneractive-spark-streaming-raw', access: ['list', 'read'] }, { bucket: 'mamba-events', prefix: 'daily/', access: ['read', 'write', 'delete'] }],
  }));
  const done = await applied(dev, ops, requestFields({ app: appliedApp }));
  const asked = await submit(dev, requestFields({ app: uniqueName('asked'), grants: [{ bucket: 'mamba-events', access: ['read', 'write', 'delete'] }] }));
  await command(ops, asked, 'request-changes', { ...await seen(ops, asked), comment: 'Does it really **delete**? See `mamba-events`, @dana.' });
  await dev.go(`${asked}/comments`, { form: { comment: 'It does:\n\n- old days\n- half-written ones\n\n@oscar knows why.' } });
  await saveDraft(dev, requestFields({ app: uniqueName('half') }));
  const edited = await submit(dev, requestFields({ app: uniqueName('edited') }));
  const { version } = await seen(dev, edited);
  const fields = requestFields({ app: uniqueName('edited'), reason: 'Writes as well.', grants: [{ bucket: 'mamba-events', prefix: 'in/', access: ['read', 'write'] }] });
  await dev.go(`${edited}/edit`, { form: { key: 'k', version, ...fields, intent: 'submit' } });
  const lined = await submit(dev, requestFields({ app: uniqueName('lined') }));
  await ops.go(`${lined}/comments`, { form: { revision: 1, line: 1, comment: 'Is the **prefix** right, @dana?' } });
  const together = [];
  for (const name of ['calm', 'quiet']) together.push((await submit(dev, requestFields({ app: uniqueName(name) }))).split('/').at(-1));
  const changing = await submit(dev, { ...requestFields({ app: appliedApp, grants: [{ bucket: `${appliedApp}-data`, prefix: 'in/', access: ['read', 'delete'] }] }), role: done.role });
  const adoption = await prepareAdoption(ops, unmanagedApp);
  const proposed = await proposeCluster();
  return { waiting, appliedApp, applied: done.path, role: `/roles/${done.role}`, asked, edited, proposed, lined, changing, together: `/requests/together?${together.map((id) => `id=${id}`).join('&')}`, ...adoption };
}

/** Takes back what `prepare` has left waiting: others look for theirs among the oldest that wait. */
export async function putAway({ waiting, asked, edited, lined, changing, together, adopting }) {
  const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
  const several = [...together.matchAll(/id=(\d+)/g)].map(([, id]) => `/requests/${id}`);
  for (const path of [waiting, asked, edited, lined, changing, ...several]) await command(dev, path, 'withdraw', await seen(dev, path));
  await command(ops, adopting, 'withdraw', await seen(ops, adopting));
}

/** A field by the name that it is sent under. */
const named = (page, name) => page.locator(`main [name="${name}"]`);

/** Clicks one of a form's buttons. */
const press = (page, button) => page.locator(`main ${button}`).first().click();

const refused = (page) => page.getByRole('alert').first().waitFor();

const openForm = (then) => async (page) => {
  await page.goto('/requests/new');
  await then(page);
};

/** Types a request into the form, and has it reviewed; `grants` as for `requestFields`. */
async function review(page, fields) {
  for (const [name, value] of Object.entries(requestFields(fields))) {
    const line = /^grants\[(\d+)\]\[bucket\]$/.exec(name)?.[1];
    if (line > 0) await press(page, '[value=add-grant]');
    const field = named(page, name);
    if (name === 'cluster') await field.selectOption(value);
    else if (value === 'on') await field.check();
    else await field.fill(value);
  }
  await press(page, '.button-primary[value=review]');
}

/** The newest event of a kind. */
const openEvent = (kind) => async (page) => {
  await page.goto(`/history?kind=${kind}`);
  await page.locator('main tbody a').first().click();
  await page.locator('main ol, main dl').first().waitFor();
};

const openTokens = (name) => async (page) => {
  await page.goto('/tokens');
  await named(page, 'name').fill(name && uniqueName(name));
  await press(page, '.button-primary');
  await page.getByRole(name ? 'status' : 'alert').first().waitFor();
};

/** The Doctor's answer to a text. */
const openDoctor = (path, text) => async (page) => {
  await page.goto(path);
  await named(page, 'text').fill(text);
  await press(page, '.button-primary');
  await page.locator('#findings, [role=alert]').first().waitFor();
};

const openToken = (path) => async (page) => {
  await page.goto(path);
  await page.locator('#token').fill(podToken({ issuer: 'https://oidc.example', namespace: 'blue-raven', serviceAccount: 'default' }));
  await page.locator('#token-answer table').waitFor();
};

/** Pages by name; `who` looks at them (nobody: signed out), `open` brings a browser there. */
export function everyPage({ waiting, appliedApp, applied: done, role, asked, edited, unmanaged, unmanagedApp, adopting, table, proposed, lined, changing, together }) {
  /** A page that its address leads to. */
  const at = (address) => ({ address, open: (page) => page.goto(address) });
  return [
    { name: 'home', who: 'ops', ...at('/') },
    { name: 'home-developer', who: 'dev', ...at('/') },
    { name: 'home-by-risk', who: 'ops', ...at('/?by=risk') },
    { name: 'home-auditor', who: 'auditor', ...at('/') },
    { name: 'roles', who: 'ops', ...at('/roles') },
    { name: 'roles-ordered', who: 'dev', ...at('/roles?q=s3&sort=namespace&views=name') },
    { name: 'roles-filtered', who: 'dev', ...at('/roles?cluster=production&service=s3&sort=-service-account') },
    { name: 'roles-filtered-wrongly', who: 'dev', ...at('/roles?namespace=Not_a_name&service=s4') },
    { name: 'roles-nothing-found', who: 'dev', ...at('/roles?q=nothing-of-this-name') },
    { name: 'guide', who: 'dev', ...at('/guide') },
    { name: 'guide-example', who: 'auditor', ...at('/guide') },
    { name: 'guide-pods', who: 'dev', ...at('/guide/pods') },
    { name: 'guide-permissions', who: 'dev', ...at('/guide/permissions') },
    { name: 'guide-sdks', who: 'dev', ...at('/guide/sdks') },
    { name: 'guide-trouble', who: 'dev', ...at('/guide/trouble') },
    { name: 'guide-pod-identity', who: 'dev', ...at('/guide/pod-identity') },
    { name: 'guide-devops', who: 'ops', ...at('/guide/devops') },
    { name: 'style', who: 'dev', ...at('/style') },
    { name: 'role', who: 'dev', ...at(role) },
    { name: 'requests', who: 'ops', ...at('/requests') },
    { name: 'requests-all', who: 'dev', ...at('/requests?view=all') },
    { name: 'request-waiting-author', who: 'dev', ...at(waiting) },
    { name: 'request-waiting-approver', who: 'ops', ...at(waiting) },
    { name: 'request-changes-author', who: 'dev', ...at(asked) },
    { name: 'request-changes-approver', who: 'ops', ...at(asked) },
    { name: 'request-revised', who: 'ops', ...at(edited) },
    { name: 'request-line-comments', who: 'ops', ...at(lined) },
    { name: 'request-json-changes', who: 'ops', ...at(changing) },
    {
      name: 'request-line-comment-errors', who: 'ops', open: async (page) => {
        await page.goto(lined);
        await page.locator('.line-say summary').first().click();
        await press(page, '.line-say [type=submit]');
        await refused(page);
      },
    },
    { name: 'requests-riskiest', who: 'ops', ...at('/requests?view=riskiest') },
    { name: 'together', who: 'ops', ...at(together) },
    { name: 'together-nothing', who: 'ops', ...at('/requests/together?id=999999999999') },
    { name: 'shortcuts', who: 'dev', ...at('/shortcuts') },
    {
      name: 'shortcuts-dialog', who: 'ops', modal: true, open: async (page) => {
        await page.goto('/');
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'revisions', who: 'ops', ...at(`${edited}/revisions`) },
    { name: 'request-edit', who: 'dev', ...at(`${asked}/edit`) },
    { name: 'requests-mine', who: 'dev', ...at('/requests?view=mine') },
    { name: 'retire', who: 'dev', ...at(`${role}/retire`) },
    { name: 'request-applied', who: 'dev', ...at(done) },
    { name: 'new-request', who: 'dev', ...at('/requests/new') },
    {
      name: 'new-request-several', who: 'dev', open: openForm(async (page) => {
        await page.locator('.several > summary').click();
        await page.locator('.several textarea').fill('s3://mamba-events/daily/ read, write\nsomething else');
        await named(page, 'app').fill(appliedApp);
        await press(page, '[value=add-lines]');
        await refused(page);
        await page.locator('#namesakes').waitFor();
      }),
    },
    { name: 'new-request-change', who: 'dev', ...at(`/requests/new?role=${role.split('/').at(-1)}`) },
    {
      name: 'new-request-errors', who: 'dev', open: openForm(async (page) => {
        await review(page, {
          app: 'Blue_Raven', namespace: 'a.b', service_account: 'a..b', reason: '', grants: [{ bucket: 'UPPER', prefix: '/in', access: [] }],
        });
        await refused(page);
      }),
    },
    {
      name: 'review', who: 'dev', open: openForm(async (page) => {
        await review(page, {
          app: 'green-heron',
          grants: [{ bucket: 'inneractive-fyber-data', prefix: 'daily/', access: ['read'] }, { bucket: 'mamba-events', access: ['write', 'delete'] }],
        });
        await page.locator('main [value=submit]').waitFor();
      }),
    },
    {
      name: 'clusters', who: 'ops', open: async (page) => {
        await page.goto('/clusters');
        await press(page, '[action="/clusters"] button');
        await page.waitForTimeout(1500);
        await page.reload();
      },
    },
    { name: 'clusters-admin', who: 'admin', ...at('/clusters') },
    { name: 'cluster-new', who: 'admin', ...at('/clusters/new') },
    {
      name: 'cluster-change-errors', who: 'admin', open: async (page) => {
        await page.goto('/clusters/production/change');
        await named(page, 'role_name_pattern').fill('other-{app}');
        await press(page, '.button-primary');
        await refused(page);
      },
    },
    { name: 'cluster-remove', who: 'admin', ...at('/clusters/production/remove') },
    { name: 'cluster-proposed', who: 'admin', ...at(proposed) },
    { name: 'unmanaged', who: 'ops', ...at(`/unmanaged?q=${unmanagedApp}`) },
    { name: 'unmanaged-role', who: 'ops', ...at(unmanaged) },
    {
      name: 'unmanaged-role-errors', who: 'ops', open: async (page) => {
        await page.goto(unmanaged);
        await press(page, '.button-primary');
        await refused(page);
      },
    },
    {
      name: 'unmanaged-table', who: 'ops', open: async (page) => {
        await page.goto('/unmanaged/table');
        await named(page, 'table').fill(table);
        await press(page, '[type=submit]');
        await page.getByRole('table').waitFor();
      },
    },
    { name: 'request-adoption', who: 'admin', ...at(adopting) },
    { name: 'doctor', who: 'dev', ...at('/doctor') },
    {
      name: 'doctor-denied', who: 'dev', open: openDoctor(`/doctor?role=${role.split('/').at(-1)}`, [
        'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the GetObject operation: Not authorized',
        'AWS_PROFILE=production',
        'User: arn:aws:sts::003250186609:assumed-role/bln-fairbid-production-blue-raven/botocore-session-1 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::mamba-events/daily/2026/11/25.json" because no identity-based policy allows the s3:GetObject action',
      ].join('\n')),
    },
    { name: 'doctor-right', who: 'dev', open: openDoctor('/doctor', 'Name: blue-raven\nNamespace: blue-raven\nAnnotations: eks.amazonaws.com/role-arn: arn:aws:iam::003250186609:role/bln-fairbid-production-blue-raven') },
    { name: 'doctor-unknown', who: 'ops', open: openDoctor('/doctor', 'It does not work.') },
    { name: 'doctor-error', who: 'auditor', open: openDoctor('/doctor', ' ') },
    { name: 'doctor-token', who: 'dev', open: openToken(`/doctor?role=${role.split('/').at(-1)}`) },
    { name: 'rules', who: 'dev', ...at('/rules') },
    { name: 'rules-admin', who: 'admin', ...at('/rules') },
    { name: 'tokens', who: 'dev', open: openTokens('a laptop') },
    { name: 'tokens-admin-errors', who: 'admin', open: openTokens('') },
    { name: 'api', who: 'dev', ...at('/api') },
    { name: 'api-schemas', who: 'dev', ...at('/api/schemas') },
    { name: 'request-break-glass', who: 'admin', ...at(waiting) },
    { name: 'history', who: 'auditor', ...at('/history') },
    { name: 'history-errors', who: 'auditor', ...at('/history?from=last+week&to=2026-02-30&kind=request') },
    { name: 'history-nothing-found', who: 'auditor', ...at('/history?bucket=nothing-of-this-name') },
    { name: 'event', who: 'auditor', open: openEvent('request.applied') },
    { name: 'event-configuration', who: 'auditor', open: openEvent('configuration.changed') },
    { name: 'access', who: 'auditor', ...at('/access') },
    { name: 'access-answer', who: 'auditor', ...at('/access?bucket=inneractive-spark-streaming-raw&read=on&write=on') },
    { name: 'settings', who: 'ops', ...at('/settings?saved=yes') },
    { name: 'settings-developer', who: 'dev', ...at('/settings') },
    { name: 'notifications', who: 'admin', ...at('/deliveries') },
    { name: 'notifications-refused', who: 'dev', ...at('/deliveries') },
    { name: 'not-found', who: 'dev', ...at('/nope') },
    { name: 'signed-out', who: 'nobody', ...at('/signed-out') },
    { name: 'sign-in', who: 'nobody', ...at('/') },
  ];
}

/** Saved sign-ins of the people, to open any number of contexts with. */
export async function signIns(browser) {
  const state = {};
  for (const who of ['dev', 'ops', 'admin', 'auditor']) {
    const page = await personIn(browser, people[who]);
    state[who] = await page.context().storageState();
    await page.context().close();
  }
  return state;
}
