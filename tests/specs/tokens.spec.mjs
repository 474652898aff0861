// Tokens in the browser, and what they open: the API and the command line.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { baseUrl, roleportBin } from '../support/env.mjs';
import { reach, requestFields, submit, uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const api = (token, where, options) => fetch(new URL(`/api/v1${where}`, baseUrl), { ...options, headers: { authorization: `Bearer ${token}`, ...options?.headers } });

/** Makes a token in the browser; gives its text. */
async function makeToken(page, name, scopes) {
  await page.goto('/tokens');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  for (const scope of ['read', 'request', 'decide', 'admin']) {
    await page.getByRole('checkbox', { name: new RegExp(`^${scope}:`) }).setChecked(scopes.includes(scope));
  }
  await page.getByRole('button', { name: 'Make token' }).click();
  const shown = page.getByRole('status', { name: 'Your new token' });
  await expect(shown).toContainText('shown this once');
  return (await shown.getByText(/^rp_[0-9a-f]{64}$/).textContent()).trim();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a token is made, shown once, used and revoked: JavaScript ${javaScriptEnabled ? 'on' : 'off'}`, async ({ browser }) => {
    const page = await personIn(browser, people.dev, { javaScriptEnabled });
    await page.getByRole('link', { name: /settings/ }).click();
    await page.getByRole('link', { name: 'Your tokens' }).click();
    await page.getByRole('checkbox', { name: /^read:/ }).uncheck();
    await page.getByRole('button', { name: 'Make token' }).click();
    await expect(page.getByRole('textbox', { name: 'Name' })).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('alert')).toContainText('Choose at least one thing');
    // Whose it is asks only an admin.
    await expect(page.getByRole('radio')).toHaveCount(0);

    const name = uniqueName('laptop');
    const token = await makeToken(page, name, ['read']);
    const row = page.getByRole('row').filter({ hasText: name });
    await expect(row).toContainText('Active');
    await expect(row).toContainText('Never');
    await expect(row).toContainText(`${token.slice(0, 9)}…`);
    const me = await api(token, '/me');
    expect(me.status).toBe(200);
    expect((await me.json()).name).toBe(people.dev.name);
    await page.goto('/tokens');
    await expect(row).toContainText('just now');
    expect(await page.content()).not.toContain(token);

    await page.getByRole('textbox', { name: 'Name' }).fill(name.toUpperCase());
    await page.getByRole('button', { name: 'Make token' }).click();
    await expect(page.getByRole('alert')).toContainText('You have a token of this name');
    await page.goto('/tokens');
    await page.getByRole('button', { name: `Revoke ${name}` }).click();
    await expect(row).toContainText('Revoked');
    const refused = await api(token, '/me');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    await page.context().close();
  });
}

test('the document is served, and shown as a page', async ({ browser }) => {
  const document = await (await fetch(new URL('/api/v1/openapi.json', baseUrl))).json();
  expect(document.openapi).toBe('3.1.0');
  const page = await personIn(browser, people.dev, { javaScriptEnabled: false });
  await page.goto('/api');
  for (const where of Object.keys(document.paths)) {
    await expect(page.getByText(`/api/v1${where}`, { exact: true }).first()).toBeAttached();
  }
  await page.context().close();
});

test('the command line asks, shows, approves, rejects and follows', async ({ browser }) => {
  const home = mkdtempSync(path.join(tmpdir(), 'roleport-cli-'));
  const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home };
  const cli = (args, more = {}) => new Promise((resolve) => {
    execFile(roleportBin, args, { env: { ...env, ...more } }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
  try {
    expect((await cli(['roles', 'list'])).code).toBe(2);
    const [dev, ops] = await Promise.all([people.dev, people.ops].map((who) => personIn(browser, who)));
    const asking = await makeToken(dev, uniqueName('cli'), ['read', 'request']);
    const deciding = { ROLEPORT_URL: baseUrl, ROLEPORT_TOKEN: await makeToken(ops, uniqueName('cli'), ['read', 'decide']) };
    await Promise.all([dev, ops].map((page) => page.context().close()));

    const wrong = await cli(['login', baseUrl, '--token', 'rp_wrong']);
    expect(wrong.code).toBe(1);
    const login = await cli(['login', baseUrl, '--token', asking]);
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining(people.dev.name) });
    const kept = path.join(home, 'roleport', 'credentials.toml');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    expect(readFileSync(kept, 'utf8')).toContain(asking);

    const app = uniqueName('cli');
    const file = path.join(home, 'request.toml');
    writeFileSync(file, `cluster = "production"\napp = "${app}"\nnamespace = "${app}"\nservice_account = "${app}"\nreason = "Reads."\n[[grants]]\nservice = "s3"\nbucket = "${app}-data"\nprefix = "in/"\naccess = ["read"]\n`);
    const made = await cli(['request', 'new', '-f', file, '--json']);
    expect(made.code, made.stderr).toBe(0);
    const { id } = JSON.parse(made.stdout);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"in/"', '"/in"').replace(app, uniqueName('cli')));
    const invalid = await cli(['request', 'new', '-f', file]);
    expect(invalid).toMatchObject({ code: 1, stderr: expect.stringContaining('grants[0].prefix: ') });
    expect((await cli(['request', 'new', '-f', path.join(home, 'none.json')])).code).toBe(2);
    expect((await cli(['request', 'list', '--view', 'mine'])).stdout).toContain(app);
    expect((await cli(['request', 'show', `${id}`])).stdout).toContain(`s3://${app}-data/in/`);

    expect(await cli(['approve', `${id}`, '--yes'])).toMatchObject({ code: 1, stderr: expect.stringContaining('lacks the scope') });
    // Nobody is there to be asked.
    expect(await cli(['approve', `${id}`], deciding)).toMatchObject({ code: 2, stderr: expect.stringContaining('Reads.') });
    expect((await cli(['approve', `${id}`, '--yes'], deciding)).code).toBe(0);
    expect(await cli(['request', 'watch', `${id}`])).toMatchObject({ code: 0, stdout: expect.stringContaining('is applied') });
    const [role] = JSON.parse((await cli(['roles', 'list', app.toUpperCase(), '--json'])).stdout).items;
    expect(role.app).toBe(app);
    expect((await cli(['roles', 'show', `${role.id}`])).stdout).toContain(`read s3://${app}-data/in/`);
    writeFileSync(path.join(home, 'seen.txt'), 'AWS_REGION=us-east-1');
    const doctor = await cli(['doctor', path.join(home, 'seen.txt'), '--role', `${role.id}`]);
    expect(doctor).toMatchObject({ code: 0, stdout: expect.stringContaining(`kubectl -n ${app} rollout restart deployment/${app}`) });
    // To the end of the list, each once.
    const all = JSON.parse((await cli(['roles', 'list', '--all', '--json'])).stdout);
    const ids = all.items.map((item) => item.id);
    expect([new Set(ids).size, all.next]).toEqual([ids.length, null]);
    expect(ids).toContain(role.id);

    const filter = ['--bucket', `${app}-data`, '--kind', 'request'];
    const audit = async (...args) => {
      const { code, stdout, stderr } = await cli(['audit', ...args]);
      expect(code, stderr).toBe(0);
      return stdout;
    };
    const { items: events } = JSON.parse(await audit('list', ...filter, '--all', '--json'));
    expect(events.map(({ kind }) => kind)).toEqual(['request.applied', 'request.applying', 'request.approved', 'request.submitted']);
    expect(await audit('list', ...filter)).toMatch(/^POSITION .*\n(.*\n){4}$/);
    expect(await audit('show', `${events[2].position}`)).toContain(`${people.ops.name} <ops@example.com>`);
    const event = JSON.parse(await audit('show', `${events[0].position}`, '--json'));
    expect([event.position, event.intact]).toEqual([events[0].position, true]);
    const exported = (await audit('export', ...filter)).trimEnd().split('\n').map((line) => JSON.parse(line));
    expect(exported.map(({ position }) => position)).toEqual(events.map(({ position }) => position));
    expect(exported[0].hash).toBe(event.hash);
    const csv = path.join(home, 'history.csv');
    await audit('export', ...filter, '--format', 'csv', '--output', csv);
    expect(readFileSync(csv, 'utf8').split('\r\n')).toHaveLength(6);
    expect(readdirSync(home)).not.toContain('history.csv.part');
    const access = await audit('access', `s3://${app}-data/in/`);
    expect(access).toContain(role.role_name);
    expect(access).toContain(people.ops.name);
    expect(JSON.parse(await audit('access', `${app}-data`, '--access', 'write,delete', '--json')).items).toEqual([]);
    expect(await cli(['audit', 'list', '--from', 'yesterday'])).toMatchObject({ code: 1, stderr: expect.stringContaining('from: ') });
    expect(await cli(['audit', 'export', '--to', 'then', '-o', csv])).toMatchObject({ code: 1, stderr: expect.stringContaining('to: ') });
    expect(readFileSync(csv, 'utf8').split('\r\n')).toHaveLength(6);

    const author = await Visitor.signedIn(people.dev);
    const other = await submit(author, requestFields());
    const number = other.split('/').at(-1);
    expect((await cli(['reject', number, '--comment', 'No.'], deciding)).code).toBe(0);
    await reach(author, other, 'rejected');
    expect((await cli(['request', 'watch', number])).code).toBe(1);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
