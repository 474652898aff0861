// Measures a filled portal: `node bench/measure.mjs ROUNDS OUTPUT`, with BASE_URL, DATABASE_URL, POSTGRES_LOG and METRICS_URL in
// the environment. Writes what was measured as JSON.
//
// First each page is asked for while Postgres logs what it is asked: that is the page's SQL. Then, round by round, the page
// over HTTP and its SQL by psql, so that whatever else the machine does slows both; then both again by several at once.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../support/database.mjs';
import { prepare } from '../support/pages.mjs';
import { requestFields, saveDraft, uniqueName } from '../support/requests.mjs';
import { pageBytes } from '../support/sizes.mjs';
import { textOf as wordsOf, Visitor } from '../support/visitor.mjs';
import { baseUrl } from '../support/env.mjs';
import { calls } from './aws.mjs';
import { CLIENTS, exchange, leave, percentiles, textOf } from './client.mjs';
import { commands } from './commands.mjs';
import { faults, pages } from './pages.mjs';
import { counted, heard, listen, Psql, script } from './sql.mjs';

const [rounds, output] = [Number(process.argv[2]), process.argv[3]];
// Not counted: plans, caches.
const warmUp = Math.ceil(rounds / 6);
/** Milliseconds for which several ask at once, twice each. */
const stretch = 4 * rounds;
const one = (sql) => Number(ask(sql));

/** Everybody, and a token of each. */
const visitors = await Visitor.everybody();
const tokens = {};
for (const who of ['dev', 'ops', 'admin', 'auditor']) {
  tokens[who] = await token(visitors[who], { dev: ['read', 'request'], ops: ['read', 'decide'] }[who] ?? ['read']);
}

async function token(visitor, scopes) {
  const form = new URLSearchParams({ name: uniqueName('bench'), days: '7', kind: 'personal' });
  for (const scope of scopes) form.append('scope', scope);
  const response = await visitor.go('/tokens', { form });
  const [text] = /rp_[0-9a-f]{64}/.exec(wordsOf(await response.text())) ?? [];
  assert.ok(text, 'the page tells the token once');
  return text;
}

/** What the seed has left that is long or far back. */
async function seeded() {
  const dev = one("select id from people where subject = 'u-1001'");
  const [role, roleName, app] = ask('select id, role_name, app from roles order by id offset 700 limit 1').split('|');
  // Where the thousandth page starts; the last one where there are fewer.
  const deep = (where, order) => one(`with listed as (select id from requests where ${where} order by id ${order} limit 50000)
    select id from listed order by id ${order === 'desc' ? '' : 'desc'} offset 50 limit 1`);
  const after = one("select id from roles where state = 'active' order by app desc, cluster desc, namespace desc, id desc offset 60 limit 1");
  return {
    role, roleName, app,
    deepRoles: `/roles?after=${after}`,
    deepQueue: deep("state = 'submitted'", ''),
    deepMine: deep(`author_id = ${dev}`, 'desc'),
    deepAll: deep('true', 'desc'),
    request: one("select id from requests where state = 'applied' and id < 900 order by id desc limit 1"),
    bucket: ask('select buckets[1] from events where cardinality(buckets) > 0 and role_name is not null and position < 5000 order by position desc limit 1'),
    event: one("select max(position) from events where position < 9000 and kind = 'request.applied'"),
    draft: await saveDraft(visitors.dev, requestFields()),
  };
}

/** How a page is asked for. */
function asking({ who, address, body, token: byToken }) {
  const cookie = [...visitors[who].jar()].map((pair) => pair.join('=')).join('; ');
  const headers = { 'accept-encoding': 'br', ...(byToken ? who !== 'nobody' && { authorization: `Bearer ${tokens[who]}` } : { cookie }) };
  if (!body) return { address, headers };
  const origin = new URL(baseUrl).origin;
  return { address, method: 'POST', body, headers: { ...headers, origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' } };
}

/** How many of these are done each second while several do them, for so many milliseconds. */
async function throughput(clients, milliseconds, work) {
  const started = performance.now();
  const done = await Promise.all(clients.map(async (client) => {
    let number = 0;
    while (performance.now() - started < milliseconds) number += await work(client);
    return number;
  }));
  return done.reduce((sum, number) => sum + number, 0) / ((performance.now() - started) / 1000);
}

const sessions = Array.from({ length: CLIENTS }, () => new Psql());

async function measured(page) {
  const request = asking(page);
  const { statements } = page;
  const { prepare: prepared, round } = script(statements);
  await Promise.all(sessions.map((session) => session.prepare(prepared)));
  const [http, sql] = [[], []];
  const before = await calls();
  let answer;
  for (let index = -warmUp; index < rounds; index += 1) {
    answer = await exchange(request);
    const bare = round && await sessions[0].time(round);
    if (index < 0) continue;
    http.push(answer.milliseconds);
    if (round) sql.push(bare);
  }
  const asked = (await calls()).number - before.number;
  const [each, many] = [[], []];
  for (let turn = 0; turn < 2; turn += 1) {
    each.push(await throughput(sessions, stretch, async () => { await exchange(request); return 1; }));
    if (round) many.push(await throughput(sessions, stretch, async (session) => { await session.run(`${round}\n`.repeat(4)); return 4; }));
  }
  const best = (all) => (all.length ? Math.max(...all) : null);
  const isPage = !page.token && !page.body && /^<!DOCTYPE/i.test(textOf(answer));
  const result = {
    name: page.name, who: page.who, status: answer.status, statements: counted(statements),
    http: percentiles(http), sql: round ? percentiles(sql) : null, each: best(each), many: best(many),
    bytes: answer.bytes.length, text: Buffer.byteLength(textOf(answer)),
    first: isPage ? (await pageBytes(visitors[page.who], page.address)).first : null,
    // The worker's look now and then is not the page's.
    aws: Math.round(asked / (rounds + warmUp)),
  };
  const shown = (times) => (times ? times.slice(0, 2).map((time) => time.toFixed(2)).join(' / ') : 'no SQL');
  console.log(`  ${page.name}: ${shown(result.http)} ms; ${shown(result.sql)} in ${result.statements.all} statements (${result.statements.alike} alike); ${result.each.toFixed(0)}/s`);
  return result;
}

const count = one('select count(*) from requests');
const made = await prepare();
const list = pages(made, await seeded());
assert.deepEqual(faults(list), []);

await listen(true);
for (const page of list) page.statements = await heard(() => exchange(asking(page)));
await listen(false);

const results = [];
for (const page of list) results.push(await measured(page));
await Promise.all(sessions.map((session) => session.end()));

/** A look at the clusters, which asks AWS in the worker: from the button to the answer, and AWS's part of it. */
async function look() {
  const [before, when] = [await calls(), ask('select max(checked_at) from cluster_checks')];
  const started = performance.now();
  await visitors.ops.go('/clusters', { form: {} });
  const seen = `select count(*) = 0 from cluster_checks where checked_at <= ${when ? `'${when}'` : "'-infinity'"}`;
  while (ask(seen) !== 't' || ask('select count(*) from cluster_checks') === '0') {
    assert.ok(performance.now() - started < 60_000, 'the clusters were not looked at');
    await sleep(20);
  }
  const milliseconds = performance.now() - started;
  const after = await calls();
  return { milliseconds, calls: after.number - before.number, aws: (after.seconds - before.seconds) * 1000 };
}

const clusters = await look();
const done = await commands({ tokens, rounds });
leave();
writeFileSync(output, JSON.stringify({
  requests: count, events: one('select count(*) from events'), rounds, clients: CLIENTS, load: loadavg(), results, commands: done, clusters,
}, null, 2));
