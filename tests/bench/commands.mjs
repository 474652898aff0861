// What people do most, measured as the pages are: a request is made, and approved. Their SQL has other values in each round, so it
// is put together here: the text of each statement comes out of .sqlx.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../support/database.mjs';
import { exchange, percentiles, textOf } from './client.mjs';
import { Psql } from './sql.mjs';

/** The text of the server's one query with these parts. */
const folder = new URL('../../.sqlx/', import.meta.url);
const queries = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder))).query);
function query(...parts) {
  const flat = (text) => text.replace(/\s+/g, ' ');
  const found = queries.filter((text) => parts.every((part) => flat(text).includes(part)));
  assert.equal(found.length, 1, `one query with ${parts.join(' … ')}, not ${found.length}`);
  return found[0];
}

const insertEvent = () => query('insert into events (kind');

const literal = (value) => (value === null ? 'null' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`);

/** The statements of one round of each command, with their values: the same columns that the command fills. */
export const bare = {
  create({ name, dev, cluster, identity, settled }) {
    const binding = ['production', 'team-001', name, '003250186609', name];
    return [
      [query('select id from requests', 'lower(role_name) = lower($5)', 'limit 1'), [...binding, null]],
      [query('from roles', "where state = 'active'", 'and ((cluster'), binding],
      [query('insert into requests (kind'), [
        'new_role', null, 'production', '003250186609', name, 'team-001', name, name, cluster, '[]', '[]', 'Because.', 'x', dev, null, name, null, identity, 0,
      ]],
      [insertEvent(), ['request.submitted', dev, null, 'api', settled, null, 'asked for a new role', 'Because.', null, '{"grants": []}']],
    ];
  },
  approve({ id, dev, ops, plan }) {
    return [
      [query('from requests r join people p', 'where r.id = $2'), [ops, id]],
      [query('insert into decisions'), [id, 1, dev, ops, 'approved', 'Fine.', 'x', plan]],
      [query('set state = $4, version = version + 1, failure = $5'), [id, 'submitted', 1, 'rejected', null, plan]],
      [insertEvent(), ['request.approved', ops, null, 'api', id, null, 'approved the request', 'Fine.', '{"state": "submitted"}', '{"state": "approved"}']],
    ];
  },
};

/** Both commands, on as many requests as there are rounds. */
export async function commands({ tokens, rounds }) {
  const total = rounds + Math.ceil(rounds / 6);
  const run = `${process.pid}`;
  const one = (sql) => Number(ask(sql));
  const [dev, ops] = ['u-1001', 'u-1002'].map((subject) => one(`select id from people where subject = '${subject}'`));
  const psql = new Psql();
  const results = [];

  async function command(name, make, statements) {
    await psql.prepare(statements(0).map(([text], number) => `prepare q${number} as ${text};`).join('\n'));
    const [http, sql] = [[], []];
    for (let index = 0; index < total; index += 1) {
      const answer = await exchange({ method: 'POST', ...make(index) });
      assert.ok(answer.status < 300, `${name}: ${answer.status} ${textOf(answer)}`);
      const round = statements(index).map(([, values], number) => `execute q${number}(${values.map(literal).join(', ')});`);
      const took = await psql.time(['begin;', ...round, 'commit;'].join('\n'));
      if (index < total - rounds) continue;
      http.push(answer.milliseconds);
      sql.push(took);
    }
    results.push({ name, http: percentiles(http), sql: percentiles(sql) });
  }

  const asking = (who, path, content, more = {}) => ({
    address: `/api/v1${path}`, body: JSON.stringify(content), headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json', ...more },
  });
  const cluster = ask("select spec from clusters where name = 'production'");
  const identity = ask('select identity from requests order by id desc limit 1');
  const settled = one("select max(id) from requests where state = 'applied'");
  await command('create a request', (index) => asking('dev', '/requests', {
    cluster: 'production', app: `new-${run}-${index}`, namespace: 'team-001', service_account: `new-${run}-${index}`,
    grants: [{ service: 's3', bucket: 'data-001', prefix: 'exports/', access: ['read'] }], reason: 'The service reads the daily export of its partners.',
  }, { 'idempotency-key': `bench-${run}-${index}` }), (index) => bare.create({ name: `bare-${run}-${index}`, dev, cluster, identity, settled }));

  // What was just made is what is approved; hash and version as a reader sees them.
  const made = ask(`select id || ' ' || hash from requests where app like 'new-${run}-%' order by id`).split('\n').map((line) => line.split(' '));
  const ids = ask(`select id from requests where app like 'bare-${run}-%' order by id`).split('\n').map(Number);
  // Roleport reads AWS for each before anybody can approve it; those made by psql have a plan of nobody.
  const plan = 'x';
  ask(`with made as (insert into plans (request_id, revision, hash, plan, blocked) select id, 1, '${plan}', '{}', false from requests
    where app like 'bare-${run}-%' returning id, request_id) update requests r set plan_id = made.id from made where made.request_id = r.id`);
  while (one(`select count(*) from requests where app like 'new-${run}-%' and plan_id is null`) > 0) await sleep(200);
  const plans = new Map(ask(`select r.id || ' ' || p.hash from requests r join plans p on p.id = r.plan_id where app like 'new-${run}-%'`).split('\n').map((line) => line.split(' ')));
  await command('approve a request', (index) => asking('ops', `/requests/${made[index][0]}/approve`, {
    version: 1, hash: made[index][1], plan: plans.get(made[index][0]), comment: 'Fine.',
  }), (index) => bare.approve({ id: ids[index], dev, ops, plan }));
  await psql.end();
  return results;
}
