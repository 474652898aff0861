// Measures a filled portal: `node bench/measure.mjs TIMES OUTPUT`, with BASE_URL and DATABASE_URL in the environment.
// Every operation over HTTP, one client, one connection, one after the other, from the request to the last byte; beside
// each the statements behind it, as the server prepares them (their text comes out of .sqlx), timed by psql in the same
// run. Writes the percentiles as JSON.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../support/database.mjs';
import { baseUrl } from '../support/env.mjs';
import { people, textOf, Visitor } from '../support/visitor.mjs';

const [times, output] = [Number(process.argv[2]), process.argv[3]];
const { DATABASE_URL: database } = process.env;
// Not counted: connections, pools, plans, caches.
const warmUp = 30;
const deepPage = 1000;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const percentiles = (taken) => {
  const sorted = taken.toSorted((a, b) => a - b);
  return [0.5, 0.95, 0.99].map((share) => sorted[Math.ceil(sorted.length * share) - 1]);
};

/** One exchange; gives its milliseconds and its answer. */
const exchange = ({ path, method = 'GET', headers = {}, body }) => new Promise((resolve, reject) => {
  const started = process.hrtime.bigint();
  const request = http.request(new URL(path, baseUrl), { agent, method, headers: { ...headers, ...(body && { 'content-type': 'application/json' }) } }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (part) => { text += part; });
    response.on('end', () => {
      const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
      if (response.statusCode < 300) resolve({ milliseconds, text }); else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
    });
  });
  request.on('error', reject);
  request.end(body);
});

async function measured(make) {
  const taken = [];
  for (let index = -warmUp; index < times; index += 1) {
    const { milliseconds } = await exchange(await make(index + warmUp));
    if (index >= 0) taken.push(milliseconds);
  }
  return percentiles(taken);
}

/** A token of the person, good for everything that is measured. */
async function token(visitor, scopes) {
  const form = new URLSearchParams({ name: `bench ${process.pid}`, days: '7', kind: 'personal' });
  for (const scope of scopes) form.append('scope', scope);
  const response = await visitor.go('/tokens', { form });
  const [text] = /rp_[0-9a-f]{64}/.exec(textOf(await response.text())) ?? [];
  assert.ok(text, 'the page tells the token once');
  return text;
}

/** The text of the server's one query with these parts. */
const folder = new URL('../../.sqlx/', import.meta.url);
const queries = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder))).query);
function query(...parts) {
  const flat = (text) => text.replace(/\s+/g, ' ');
  const found = queries.filter((text) => parts.every((part) => flat(text).includes(part)));
  assert.equal(found.length, 1, `one query with ${parts.join(' … ')}, not ${found.length}`);
  return found[0];
}

const literal = (value) => (value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);

/** Times statements one after the other; `rounds` gives the arguments of each of them for each round. */
function bare(statements, argumentsOf, { before = '', each = ['', ''] } = {}) {
  const lines = ['\\set ON_ERROR_STOP 1', '\\o /dev/null', before];
  statements.forEach((text, index) => lines.push(`prepare q${index} as ${text};`));
  for (let round = 0; round < warmUp + times; round += 1) {
    lines.push('\\timing on', each[0]);
    argumentsOf(round).forEach((values, index) => {
      lines.push(`execute q${index}${values.length ? `(${values.map(literal).join(', ')})` : ''};`);
    });
    lines.push(each[1], '\\timing off', '\\echo', `\\qecho ${round}`, '\\echo END');
  }
  const { status, stdout, stderr } = spawnSync('psql', ['--no-psqlrc', '--quiet', `--dbname=${database}`, '-f', '-'], {
    encoding: 'utf8', input: lines.join('\n'), maxBuffer: 1 << 28, env: { ...process.env, PGOPTIONS: '-c jit=off' },
  });
  assert.equal(status, 0, stderr);
  const taken = stdout.split('END').slice(0, -1).map((part) => [...part.matchAll(/Time: ([\d.]+) ms/g)].reduce((sum, [, ms]) => sum + Number(ms), 0));
  assert.equal(taken.length, warmUp + times);
  return percentiles(taken.slice(warmUp));
}

const [dev, ops] = [await Visitor.signedIn(people.dev), await Visitor.signedIn(people.ops)];
const tokens = { dev: await token(dev, ['read', 'request']), ops: await token(ops, ['read', 'decide']) };
const as = (who) => ({ authorization: `Bearer ${tokens[who]}` });
const [devId, opsId] = ['u-1001', 'u-1002'].map((subject) => Number(ask(`select id from people where subject = '${subject}'`)));
const count = Number(ask('select count(*) from requests'));

const one = (sql) => Number(ask(sql));
// Where a deep page starts; the last page where there are not so many.
const deep = (where, order) => one(`select coalesce(
  (select id from requests where ${where} order by id ${order} offset ${deepPage * 50 - 51} limit 1),
  (select id from (select id from requests where ${where} order by id ${order === 'desc' ? '' : 'desc'} limit 51) t order by id ${order === 'desc' ? 'desc' : ''} limit 1))`);
const settled = JSON.parse(ask(`select json_agg(id) from (select id from requests where state = 'applied' order by md5(id::text) limit ${times + warmUp}) t`));
const sample = (index) => settled[index % settled.length];
const role = ask("select role_name from roles order by id offset 700 limit 1");
const bucket = ask("select buckets[1] from events where cardinality(buckets) > 0 and role_name is not null order by position desc limit 1");
const appOf = ask("select app from roles order by id offset 700 limit 1");

const list = (clause) => query('from requests r join people p', clause);
const all = list('where r.id < $2 order by r.id desc limit $3');
const mine = list('where r.author_id = $2 and r.id < $3');
const queue = list("where r.state = 'submitted' and r.id > $2 order by r.id limit $3");
const fetched = list('where r.id = $2');
const last = 9_223_372_036_854_775_807n;

const results = [];
async function operation(name, make, statements, argumentsOf, options) {
  const http_ = await measured(make);
  const sql = bare(statements, argumentsOf, options);
  results.push({ name, http: http_, sql });
  console.log(`  ${name}: ${http_.map((ms) => ms.toFixed(1)).join(' / ')} ms; in SQL ${sql.map((ms) => ms.toFixed(2)).join(' / ')} ms`);
}
const max = String(last);
const page = (view, after) => `/api/v1/requests?view=${view}${after === undefined ? '' : `&after=${after}`}`;
for (const [name, view, text, reader, first, where, order] of [
  ['list, queue', 'queue', queue, 'ops', 0, "state = 'submitted'", ''],
  ['list, mine', 'mine', mine, 'dev', max, `author_id = ${devId}`, 'desc'],
  ['list, all', 'all', all, 'ops', max, 'true', 'desc'],
]) {
  const from = deep(where, order);
  const id = reader === 'ops' ? opsId : devId;
  for (const [which, after] of [['first page', undefined], ['deep page', from]]) {
    const bound = view === 'mine' ? [id, id, after ?? first, 51] : [id, after ?? first, 51];
    await operation(`${name}, ${which}`, () => ({ path: page(view, after), headers: as(reader) }), [text], () => [bound]);
  }
}

await operation('open a request', (index) => ({ path: `/api/v1/requests/${sample(index)}`, headers: as('ops') }), [
  fetched, query('from plans l join requests r on r.plan_id = l.id'), query('from application_steps', 'where request_id = $1'), query('from events where request_id = $1 order by id desc'),
  query('from comments c join people', 'order by c.id desc limit 200'), query('from comment_versions v join comments c', 'limit 1000'),
  query('from revisions v join people', 'where v.request_id = $1 order by v.number'), query("where s.state = 'active'"),
  query('from people', "roles && array['approver', 'admin']"), query('select person_id from decisions', "verdict = 'approved'"),
  query('select distinct person_id from revisions where request_id = $1'),
], (index) => {
  const id = sample(index);
  return [[opsId, id], [id], [id], [id], [id], [id], [id], [], ['{}', '{}'], [id, 1, 'x', null], [id]];
});

const cookie = [...ops.jar()].map(([name, value]) => `${name}=${value}`).join('; ');
const [byBucket, byRole, byPerson, plain] = [
  query('event_buckets b join events e'), query('from events v where v.role_name = named.role_name'), query('from events v where v.person_id = named.person_id'), query('from events e where e.position < $1'),
];
// As the server asks: the plan fits the values.
const custom = { before: 'set plan_cache_mode = force_custom_plan;' };
const ofBucket = [null, null, 51, null, '{}', '{}', '{}', '{}'];
const whom = one("select id from people where email like 'person77@%'");
for (const [name, search, text, values] of [
  ['no filter', '', plain, [null, 51]],
  ['by bucket', `?bucket=${bucket}`, byBucket, [bucket, ...ofBucket]],
  ['by a bucket of long ago', '?bucket=data-once', byBucket, ['data-once', ...ofBucket]],
  ['by kind', '?kind=request.edited', plain, ['{request.edited}', 51]],
  ['by role', `?role=${role}`, byRole, [null, `{${role}}`, null, null, 51]],
  ['by person', '?person=person77@', byPerson, [`{${whom}}`, null, 51]],
]) {
  await operation(`history page, ${name}`, () => ({ path: `/history${search}`, headers: { cookie } }), [text], () => [[max, 0, ...values]], custom);
}
const roleId = one(`select id from roles where role_name = '${role}'`);
await operation('open a role', () => ({ path: `/api/v1/roles/${roleId}`, headers: as('dev') }),
  [query('from events', 'role_id = $1 or exists'), query('from role_checks where role_id', 'checked_at')], () => [[roleId, null, '{}', '{}', '{}', '{}'], [roleId]]);
await operation('roles, searched', () => ({ path: `/api/v1/roles?q=${appOf}`, headers: as('dev') }),
  [query('with stretch as materialized')], () => [[appOf, '', '', '', 0, 51, 2000]]);

// Last: what is approved is applied beside whatever is measured after it.
const made = [];
const body = (index) => JSON.stringify({
  cluster: 'production', app: `new-${process.pid}-${index}`, namespace: 'team-001', service_account: `new-${process.pid}-${index}`,
  grants: [{ service: 's3', bucket: 'data-001', prefix: 'exports/', access: ['read'] }], reason: 'The service reads the daily export of its partners.',
});
const insertRequest = query('insert into requests (kind');
const insertEvent = query('insert into events (kind');
const specText = JSON.stringify({ name: 'production' });
await operation('create a request', (index) => ({
  path: '/api/v1/requests', method: 'POST', headers: { ...as('dev'), 'idempotency-key': `bench-${process.pid}-${index}` }, body: body(index),
}), [
  query('select id from requests', 'lower(role_name) = lower($5)', 'limit 1'), query('from roles', "where state = 'active'", 'and ((cluster'), insertRequest, insertEvent,
], (index) => {
  const name = `bare-${process.pid}-${index}`;
  const binding = ['production', 'team-001', name, '003250186609', name];
  return [[...binding, null], binding,
    ['new_role', null, 'production', '003250186609', name, 'team-001', name, name, specText, '[]', '[]', 'Because.', 'x', devId, null, name],
    ['request.submitted', devId, null, 'api', sample(index), null, 'asked for a new role', 'Because.', null, '{"grants": []}']];
}, { each: ['begin;', 'commit;'] });

// What was just made is what is approved; hash and version as a reader sees them.
for (const line of ask(`select id || ' ' || hash from requests where app like 'new-${process.pid}-%' order by id`).split('\n')) made.push(line.split(' '));
const waiting = ask(`select id from requests where app like 'bare-${process.pid}-%' order by id`).split('\n').map(Number);
// Roleport reads AWS for each before anybody can approve it; those made by psql have a plan of nobody.
const plan = 'x';
ask(`with made as (insert into plans (request_id, revision, hash, plan, blocked) select id, 1, '${plan}', '{}', false from requests
  where app like 'bare-${process.pid}-%' returning id, request_id) update requests r set plan_id = made.id from made where made.request_id = r.id`);
const unplanned = `select count(*) from requests where app like 'new-${process.pid}-%' and plan_id is null`;
while (one(unplanned) > 0) await sleep(200);
const plans = new Map(ask(`select r.id || ' ' || p.hash from requests r join plans p on p.id = r.plan_id where app like 'new-${process.pid}-%'`).split('\n').map((line) => line.split(' ')));
await operation('approve a request', (index) => ({
  path: `/api/v1/requests/${made[index][0]}/approve`, method: 'POST', headers: as('ops'), body: JSON.stringify({ version: 1, hash: made[index][1], plan: plans.get(made[index][0]), comment: 'Fine.' }),
}), [
  fetched, query('insert into decisions'), query('set state = $4, version = version + 1, failure = $5'), insertEvent,
], (index) => {
  const id = waiting[index];
  return [[opsId, id], [id, 1, devId, opsId, 'approved', 'Fine.', 'x', plan], [id, 'submitted', 1, 'rejected', null, plan],
    ['request.approved', opsId, null, 'api', id, null, 'approved the request', 'Fine.', '{"state": "submitted"}', '{"state": "approved"}']];
}, { each: ['begin;', 'commit;'] });

writeFileSync(output, JSON.stringify({ requests: count, events: one('select count(*) from events'), times, load: loadavg(), results }, null, 2));
agent.destroy();
