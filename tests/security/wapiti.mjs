// Has wapiti try every page and form as somebody who may ask and approve: `node security/wapiti.mjs WAPITI ADDRESS FOLDER`,
// with BASE_URL where people sign in. What it finds is told, and is a failure; so is a page that breaks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { applied, requestFields, submit } from '../support/requests.mjs';
import { people, Visitor } from '../support/visitor.mjs';

const [wapiti, address, folder] = process.argv.slice(2);

// Something to find: a role, a request that waits for a decision.
const [author, person] = await Promise.all([people.dev, people.second].map((one) => Visitor.signedIn(one)));
const { path: done } = await applied(author, person, requestFields());
const waiting = await submit(author, requestFields());

const cookie = [...person.jar()].map((pair) => pair.join('=')).join('; ');
const report = path.join(folder, 'wapiti.json');
// Those that need no helper on the internet. Other sites' forms are in access.spec: no token is looked for, so the module
// `csrf` would miss one in every form; `cookieflags` wants Secure, which plain HTTP can't have (server/tests/it/secure.rs).
const modules = ['backup', 'crlf', 'csp', 'exec', 'file', 'htaccess', 'http_headers', 'methods', 'permanentxss', 'redirect', 'sql', 'xss'];
// The first two end what is tried; the API has schemathesis.
const excluded = ['/sign-out', '/sign-in*', '/api/v1/*', '/assets/*', '/requests/live*', '/requests/*/live'];
const { status, error } = spawnSync(wapiti, [
  '-u', `${address}/`, '-s', `${address}${done}`, '-s', `${address}${waiting}`, '--scope', 'domain',
  ...excluded.flatMap((place) => ['-x', `${address}${place}`]),
  '-C', cookie, '-m', modules.join(','), '-d', '4', '--max-links-per-page', '60', '--max-files-per-dir', '20',
  '--max-scan-time', '120', '--max-attack-time', '60', '--tasks', '4', '-t', '20',
  '--flush-session', '--store-session', path.join(folder, 'wapiti'), '--store-config', path.join(folder, 'wapiti'),
  '-f', 'json', '-o', report, '--no-bugreport', '-v', '0',
], { stdio: ['ignore', 'inherit', 'inherit'] });
assert.equal(error, undefined);
assert.equal(status, 0, 'wapiti ran to its end');

const { vulnerabilities, anomalies, infos } = JSON.parse(readFileSync(report, 'utf8'));
assert.ok(infos.crawled_pages_nbr >= 20, `wapiti found ${infos.crawled_pages_nbr} pages`);
const found = Object.entries({ ...vulnerabilities, ...anomalies })
  .flatMap(([kind, all]) => all.map(({ method, path: where, info, parameter }) => `${kind}: ${method} ${where} ${parameter ?? ''}: ${info}`));
console.log(`wapiti tried ${infos.crawled_pages_nbr} pages and forms with ${modules.length} modules`);
assert.deepEqual(found, [], 'wapiti found nothing');
