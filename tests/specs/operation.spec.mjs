// What a server tells the people who run it while somebody signs in: no secret in its log at any level, and its numbers.
// A second server on the portal's database, with a sign-in provider of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { roleportBin } from '../support/env.mjs';
import { uniqueName } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const root = path.join(path.dirname(new URL(import.meta.url).pathname), '..', '..');

const freePort = () => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** A process that writes into a file, once it has said that it listens. */
async function start(command, args, env, file) {
  const log = openSync(file, 'w');
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
  await expect(async () => expect(readFileSync(file, 'utf8')).toContain('listening on')).toPass({ timeout: 20_000 });
  return child;
}

test('a sign-in leaves no secret in the log, and is counted', async () => {
  test.skip(!process.env.DATABASE_URL, 'needs the database of the portal');
  const folder = mkdtempSync(path.join(tmpdir(), 'roleport-operation-'));
  const [port, idpPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const portal = `http://127.0.0.1:${port}`;
  const log = path.join(folder, 'portal.log');
  const children = [];
  try {
    const clientSecret = 'client-secret-hunter2';
    children.push(await start('node', [path.join(root, 'tests', 'idp', 'server.mjs')], {
      PORT: String(idpPort), CLIENT_SECRET: clientSecret, KEY_FILE: '',
      REDIRECT_URI: `${portal}/sign-in/callback`, POST_LOGOUT_URI: `${portal}/signed-out`,
    }, path.join(folder, 'idp.log')));
    children.push(await start(roleportBin, ['serve'], {
      ROLEPORT_LISTEN: `127.0.0.1:${port}`, ROLEPORT_PUBLIC_URL: portal,
      ROLEPORT_METRICS_LISTEN: `127.0.0.1:${metricsPort}`,
      ROLEPORT_OIDC_ISSUER: `http://127.0.0.1:${idpPort}`, ROLEPORT_OIDC_CLIENT_ID: 'roleport', ROLEPORT_OIDC_CLIENT_SECRET: clientSecret,
      ROLEPORT_LOG: 'debug', ROLEPORT_LOG_FORMAT: 'json',
    }, log));

    const visitor = new Visitor();
    const secrets = new Set([clientSecret]);
    // Every address on the way, and every cookie, of which nobody else may know.
    const go = visitor.go.bind(visitor);
    visitor.go = async (url, options) => {
      for (const [name, value] of new URL(url, portal).searchParams) if (['code', 'state', 'nonce', 'code_challenge'].includes(name)) secrets.add(value);
      const response = await go(url, options);
      for (const value of visitor.jar(portal).values()) secrets.add(value);
      return response;
    };
    await visitor.follow(`${portal}/sign-in?next=/`, people.dev);
    await visitor.go(`${portal}/tokens`);
    const made = await visitor.go(`${portal}/tokens`, { form: { name: uniqueName('log'), kind: 'personal', days: '7', scope: 'read' } });
    const [token] = /rp_[A-Za-z0-9_-]{20,}/.exec(await made.text()) ?? [];
    expect(token, 'a token was shown').toBeTruthy();
    secrets.add(token);
    await fetch(`${portal}/api/v1/requests`, { headers: { authorization: `Bearer ${token}` } });
    // Signing out gives the ID token to the provider, in an address.
    const out = await visitor.go(`${portal}/sign-out`, { form: {} });
    secrets.add(new URL(out.headers.get('location')).searchParams.get('id_token_hint'));
    expect(secrets.size).toBeGreaterThan(7);
    for (const secret of secrets) expect(secret.length, secret).toBeGreaterThan(7);

    const text = readFileSync(log, 'utf8');
    expect(text.split('\n').length).toBeGreaterThan(20);
    for (const secret of secrets) expect(text.includes(secret), `${secret.slice(0, 6)}… is not in the log`).toBe(false);
    // Each line but the one that says where it listens is JSON.
    for (const line of text.split('\n').filter((one) => one && !one.startsWith('listening on'))) JSON.parse(line);

    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toContain('roleport_sign_ins_total{outcome="signed_in"} 1');
    expect(metrics).toMatch(/roleport_http_requests_total\{method="GET",route="\/tokens",status="2xx"\} 1/);
    for (const secret of secrets) expect(metrics.includes(secret)).toBe(false);
  } finally {
    for (const child of children) child.kill('SIGTERM');
    rmSync(folder, { recursive: true });
  }
});

test('compose.yaml gives the portal only what it knows, and no secret of its own', () => {
  const { services, volumes } = parse(readFileSync(path.join(root, 'compose.yaml'), 'utf8'));
  const documented = readFileSync(path.join(root, 'docs', 'configuration.md'), 'utf8');
  const { environment, read_only: readOnly, depends_on: after } = services.portal;
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('AWS_')) expect(documented, name).toContain(`\`${name}\``);
    if (/SECRET|PASSWORD|DATABASE_URL/.test(name)) expect(value, name).toMatch(/\$\{[A-Z_]+(:-|:\?)/);
  }
  expect(readOnly).toBe(true);
  expect(after.postgres.condition).toBe('service_healthy');
  expect(services.postgres.healthcheck.test).toBeTruthy();
  expect(services.postgres.ports, 'the database is not open to the machine').toBeUndefined();
  for (const mount of services.postgres.volumes) expect(Object.keys(volumes)).toContain(mount.split(':')[0]);
});
