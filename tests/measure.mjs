// How long each page takes: `BASE_URL=… node measure.mjs [requests per page, default 200]`.
// One visitor, one connection, one request after the other, from the request to the last byte, so
// the client's own time is in it. `/healthz` beside it is what a page costs that does nothing, and
// `/readyz` what one query adds. For a portal with the demonstration data; prints a table in Markdown.
import assert from 'node:assert/strict';
import http from 'node:http';
import { loadavg } from 'node:os';
import { baseUrl } from './support/env.mjs';
import { requestFields, submit } from './support/requests.mjs';
import { people, Visitor } from './support/visitor.mjs';

const times = Number(process.argv[2] ?? 200);
// The same ones before each page's own, not counted: connection, pool, caches.
const warmUp = 20;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One request; gives its milliseconds. */
const once = (path, cookie) => new Promise((resolve, reject) => {
  const started = process.hrtime.bigint();
  http.get(new URL(path, baseUrl), { agent, headers: { cookie, 'accept-encoding': 'br' } }, (response) => {
    response.resume();
    response.on('end', () => {
      const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
      if (response.statusCode === 200) resolve(milliseconds); else reject(new Error(`${path}: ${response.statusCode}`));
    });
  }).on('error', reject);
});

const [dev, ops] = await Promise.all([Visitor.signedIn(people.dev), Visitor.signedIn(people.ops)]);
const { html: home } = await dev.page('/');
const role = /href="(\/roles\/\d+)"/.exec(home)?.[1];
assert.ok(role, 'the home page lists a role: load the demonstration first');
const { html: rolePage } = await dev.page(role);
const applied = /href="(\/requests\/\d+)"/.exec(rolePage)?.[1];
assert.ok(applied, 'the role names its request');
const waiting = await submit(dev, requestFields());

const cookieOf = (visitor) => [...visitor.jar()].map(([name, value]) => `${name}=${value}`).join('; ');
const pages = [
  ['`/healthz`, does nothing', '/healthz', dev],
  ['`/readyz`, one query', '/readyz', dev],
  ['home', '/', dev],
  ['roles', '/roles', dev],
  ['roles, searched', '/roles?q=fyber', dev],
  ['role', role, dev],
  ['requests', '/requests', ops],
  ['requests, all', '/requests?view=all', dev],
  ['request, applied', applied, dev],
  ['request, to be decided', waiting, ops],
  ['new request', '/requests/new', dev],
  ['change of grants', `/requests/new?role=${role.split('/').at(-1)}`, dev],
];

console.log(`load average ${loadavg().map((load) => load.toFixed(2)).join(', ')}; ${times} requests each\n`);
console.log('| page | p50 | p95 | p99 | p50 ÷ `/healthz` |\n|---|---|---|---|---|');
let nothing;
for (const [name, path, visitor] of pages) {
  const cookie = cookieOf(visitor);
  const taken = [];
  for (let index = -warmUp; index < times; index += 1) {
    const milliseconds = await once(path, cookie);
    if (index >= 0) taken.push(milliseconds);
  }
  taken.sort((a, b) => a - b);
  const at = (share) => taken[Math.ceil(taken.length * share) - 1];
  nothing ??= at(0.5);
  console.log(`| ${name} | ${[0.5, 0.95, 0.99].map((share) => `${at(share).toFixed(1)} ms`).join(' | ')} | ${(at(0.5) / nothing).toFixed(1)} |`);
}
console.log(`\nload average afterwards ${loadavg().map((load) => load.toFixed(2)).join(', ')}`);
agent.destroy();
