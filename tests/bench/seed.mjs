// Fills an empty database as years of use would: `node bench/seed.mjs REQUESTS EVENTS`, with DATABASE_URL
// (a superuser of a database of its own) and ROLEPORT_OIDC_ISSUER in the environment.
//
// Rows are made here and go in by COPY. Triggers and foreign keys are off for the session that copies, since one
// insert a row through the chain's trigger would take an hour: what they would have written is written here, the hash of
// every event included, and `roleport audit verify` must find the history whole afterwards.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';

const [requests, events] = process.argv.slice(2).map(Number);
assert.ok(requests >= 1000 && events % requests === 0, 'how many requests, and a multiple of them as events');
const { DATABASE_URL: database, ROLEPORT_OIDC_ISSUER: issuer } = process.env;
const eventsEach = events / requests;

const shape = { people: 300, namespaces: 200, roles: 2000, buckets: 800 };
const cluster = {
  name: 'production', account_id: '003250186609', partition: 'aws', region: 'us-east-1',
  oidc_issuer: 'https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF',
  role_name_pattern: 'bln-fairbid-production-{app}', role_path: '/',
};
const clusterText = JSON.stringify(cluster);
const three = (number) => String(number).padStart(3, '0');
const four = (number) => String(number).padStart(4, '0');
const app = (role) => `svc-${four(role)}`;
const roleName = (role) => `bln-fairbid-production-${app(role)}`;
const namespace = (role) => `team-${three(role % shape.namespaces)}`;

/** Chance that is the same in every run: a number from 0 to 1 that depends on the row and the purpose. */
const chance = (row, purpose) => {
  let x = Math.imul(row ^ (purpose * 0x9e3779b1), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
};
// A few people ask for much, most for little; the first two are the developer and the approver of the local provider.
const author = (request) => 1 + Math.floor(shape.people * chance(request, 1) ** 2);
const approver = (request) => {
  const person = 2 + Math.floor(30 * chance(request, 2));
  return person === author(request) ? person + 31 : person;
};
const person = (id) => ({
  1: { subject: 'u-1001', email: 'dev@example.com', name: 'Dana Developer' },
  2: { subject: 'u-1002', email: 'ops@example.com', name: 'Oscar Ops' },
}[id] ?? { subject: `bench-${id}`, email: `person${id}@bench.example.com`, name: `Person ${id}` });

const grant = (request, index) => ({
  service: 's3',
  // One is only named at the very beginning: the history of it must not cost a walk through all that came after.
  bucket: request === 1 ? 'data-once' : `data-${three(Math.floor(shape.buckets * chance(request, 10 + index)))}`,
  prefix: `exports/${index}/`,
  access: chance(request, 20 + index) < 0.7 ? ['read'] : ['read', 'write'],
});
const grants = (request) => Array.from({ length: 1 + Math.floor(3 * chance(request, 3)) }, (_, index) => grant(request, index));
const role = (request) => 1 + (request - 1) % shape.roles;

/** The last request of some roles is open; everything before it is settled. */
const state = (request) => {
  const c = chance(request, 4);
  if (request > requests - shape.roles && c < 0.3) return c < 0.2 ? 'submitted' : 'changes_requested';
  const settled = chance(request, 5);
  if (settled < 0.92) return 'applied';
  if (settled < 0.96) return 'rejected';
  return settled < 0.98 ? 'withdrawn' : 'expired';
};
const reason = (request) => `The service ${app(role(request))} reads the daily export of its partners and writes what it has made of it back, for the report of the morning. Ticket OPS-${request}.`;

const start = Date.now() - 3 * 365 * 86_400_000;
const step = (3 * 365 * 86_400_000_000) / (events + 1);
const at = (position) => Math.floor(start * 1000 + position * step);
const timestamp = (micros) => `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, -1)}${three(micros % 1000)}+00`;
const requestTime = (request) => timestamp(at((request - 1) * eventsEach + 1));

const psql = ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--dbname=${database}`];

/** Runs SQL without triggers and foreign keys. */
async function sql(text) {
  const child = spawn('psql', [...psql, '-c', `set session_replication_role = replica; ${text}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  assert.equal(await new Promise((resolve) => { child.on('close', resolve); }), 0, text);
}

/** Copies `count` rows; `row` gives the fields of the one of a number, from 1. */
async function copy(target, count, row) {
  const started = Date.now();
  const child = spawn('psql', [...psql, '-c', 'set session_replication_role = replica', '-c', `copy ${target} from stdin`], { stdio: ['pipe', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  let text = '';
  for (let number = 1; number <= count; number += 1) {
    text += `${row(number).map((field) => field ?? '\\N').join('\t')}\n`;
    if (text.length > 1 << 20 || number === count) {
      const more = child.stdin.write(text);
      text = '';
      if (!more) await new Promise((resolve) => { child.stdin.once('drain', resolve); });
    }
  }
  child.stdin.end();
  assert.equal(await ended, 0, target);
  console.log(`  ${target.split(' ')[0]}: ${count} rows in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Drops a table's indexes but for those of constraints; gives what makes them again: once, after millions of rows. */
async function dropIndexes(table) {
  const { stdout } = spawnSync('psql', [...psql, '-At', '-c', `select indexname || chr(9) || indexdef from pg_indexes
    where tablename = '${table}' and indexname not in (select conname from pg_constraint where conrelid = '${table}'::regclass)`], { encoding: 'utf8' });
  const definitions = stdout.trim().split('\n').map((line) => line.split('\t'));
  await sql(definitions.map(([name]) => `drop index ${name};`).join(' '));
  return async () => {
    const started = Date.now();
    // Two at a time.
    const half = definitions.length / 2;
    await Promise.all([definitions.slice(0, half), definitions.slice(half)].map((some) => (
      sql(`set maintenance_work_mem = '1GB'; ${some.map(([, definition]) => `${definition};`).join(' ')}`)
    )));
    console.log(`  indexes of ${table}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  };
}

/** An event's fields as `event_hash` and `domain/src/chain.rs` see them: each with its length before it, absent as -1. */
const bytes = Buffer.alloc(4096);
let end = 0;
function field(value) {
  if (value === null) {
    end = bytes.writeInt32BE(-1, end);
    return;
  }
  // All of it is ASCII: as many bytes as letters.
  const text = String(value);
  bytes.writeInt32BE(text.length, end);
  end += 4 + bytes.latin1Write(text, end + 4);
}

/** What happens to a request in its life, in order; the second half is who does it. */
const life = [
  ['person.signed_in', 'signed in'], ['request.submitted', 'asked for a change of grants'], ['request.commented', 'commented on the request'],
  ['request.edited', 'wrote revision 2'], ['person.signed_in', 'signed in'], ['request.endorsed', 'approved the request'],
  ['request.approved', 'approved the request'], ['request.applying', 'started to apply it'], ['request.applied', 'applied it'], ['person.signed_out', 'signed out'],
];

let known = 0;
let knownBuckets = [];
function bucketsOf(request) {
  if (known !== request) {
    known = request;
    knownBuckets = [...new Set(grants(request).map((line) => line.bucket))].sort();
  }
  return knownBuckets;
}

let previous = Buffer.alloc(32);
function event(position) {
  const request = 1 + Math.floor((position - 1) / eventsEach);
  const turn = Math.floor(((position - 1) % eventsEach) * life.length / eventsEach);
  const [kind, words] = life[turn];
  const ofPerson = kind.startsWith('person.');
  const byRoleport = kind === 'request.applying' || kind === 'request.applied';
  const id = byRoleport ? null : turn < 4 ? author(request) : approver(request);
  const actor = id === null ? null : person(id);
  const buckets = ofPerson ? [] : bucketsOf(request);
  const micros = at(position);
  const moves = kind === 'request.approved' || kind === 'request.applied';
  const values = {
    person: id, name: actor?.name ?? null, email: actor?.email ?? null, address: id === null ? null : `10.0.${id % 200}.${request % 200}`,
    via: id === null ? 'worker' : 'portal', request: ofPerson ? null : request, role: moves ? role(request) : null,
    roleName: ofPerson ? null : roleName(role(request)), words,
    comment: kind === 'request.submitted' ? reason(request) : null,
    before: moves ? '{"state": "submitted"}' : null, after: moves ? '{"state": "approved"}' : null,
  };
  end = 0;
  field('roleport event 1'); field(position);
  bytes.writeInt32BE(previous.length, end);
  end += 4 + previous.copy(bytes, end + 4);
  [position, micros, kind, values.person, values.name, values.email, values.address, values.via, values.request, values.role, values.roleName, buckets.length].forEach(field);
  buckets.forEach(field);
  [words, values.comment, values.before, values.after].forEach(field);
  const own = createHash('sha256').update(bytes.subarray(0, end)).digest();
  const row = [
    position, timestamp(micros), kind, values.person, values.request, values.role, values.words, values.comment, position,
    `\\\\x${previous.toString('hex')}`, `\\\\x${own.toString('hex')}`, values.name, values.email, values.address, values.via, values.roleName,
    `{${buckets.join(',')}}`, values.before, values.after,
  ];
  previous = own;
  return row;
}

const json = JSON.stringify;
await copy('people (id, issuer, subject, email, name, roles, roles_at)', shape.people, (id) => {
  const { subject, email, name } = person(id);
  return [id, issuer, subject, email, name, id > 1 && id <= 62 ? '{approver}' : '{developer}', timestamp(at(events))];
});
await copy('roles (id, cluster, account_id, app, namespace, service_account, role_name, arn, grants, aws_role_id)', shape.roles, (id) => [
  id, cluster.name, cluster.account_id, app(id), namespace(id), app(id), roleName(id), `arn:aws:iam::${cluster.account_id}:role/${roleName(id)}`, json(grants(id)), `AROA${four(id)}`,
]);
// A plan that sends nothing, for what waits: else the server would read AWS for all of it at its start.
const plan = json({ steps: [], obstacles: [], notices: [], abilities: [] });
const planHash = createHash('sha256').update(json({ format: 1, steps: [], obstacles: [] })).digest('hex');
async function seedRequests() {
  const makeIndexesOfRequests = await dropIndexes('requests');
  await copy('requests (id, kind, state, version, role_id, cluster, account_id, app, namespace, service_account, role_name, cluster_spec, grants, grants_before, reason, hash, author_id, idempotency_key, submitted_at, updated_at, active_at)', requests, (id) => {
    const known = role(id);
    return [
      id, id > shape.roles ? 'change_grants' : 'new_role', state(id), 1, known, cluster.name, cluster.account_id, app(known), namespace(known), app(known), roleName(known),
      clusterText, json(grants(id)), id > shape.roles ? json(grants(id - shape.roles)) : '[]', reason(id), createHash('sha256').update(String(id)).digest('hex'),
      author(id), `bench-${id}`, requestTime(id), requestTime(id), id > requests - shape.roles ? timestamp(Date.now() * 1000) : requestTime(id),
    ];
  });
  await makeIndexesOfRequests();
  const started = Date.now();
  const makeIndexesOfBuckets = await dropIndexes('request_buckets');
  await sql(`insert into revisions (request_id, number, person_id, cluster, app, namespace, service_account, role_name, grants, grants_before, reason, hash, made_at)
    select id, 1, author_id, cluster, app, namespace, service_account, role_name, grants, grants_before, reason, hash, submitted_at from requests;
    insert into request_buckets select id, unnest(grant_buckets(grants, grants_before)), role_id from requests;
    insert into decisions (request_id, author_id, person_id, verdict, comment, hash, decided_at)
    select id, author_id, 2 + (id % 60), case state when 'applied' then 'approved' else 'rejected' end, 'Fine.', hash, submitted_at + interval '1 hour'
    from requests where state in ('applied', 'rejected') and author_id <> 2 + (id % 60);
    insert into comments (request_id, author_id, body, made_at)
    select id, author_id, 'It is the same bucket as last time; the prefix is new.', submitted_at from requests where id % 3 = 0;
    insert into application_steps (request_id, call, words, started_at, finished_at)
    select id, 'CreatePolicyVersion', 'Make a new default version', submitted_at, submitted_at from requests where state = 'applied';
    insert into plans (request_id, revision, hash, plan, blocked)
    select id, 1, '${planHash}', '${plan}', false from requests where state in ('submitted', 'changes_requested');
    update requests r set plan_id = p.id from plans p where p.request_id = r.id;
    insert into role_grants (role_id, grants, valid_from) select id, grants, now() - interval '1 year' from roles;`);
  await makeIndexesOfBuckets();
  console.log(`  what follows from them: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function seedEvents() {
  const makeIndexesOfEvents = await dropIndexes('events');
  await copy('events (id, at, kind, person_id, request_id, role_id, words, comment, position, previous_hash, hash, actor_name, actor_email, address, via, role_name, buckets, before, after)', events, event);
  await makeIndexesOfEvents();
  await sql('insert into event_buckets (bucket, position) select bucket, position from events, unnest(buckets) as bucket order by 1, 2');
}

// Beside each other: they meet in nothing.
await Promise.all([seedRequests(), seedEvents()]);
const started = Date.now();
await sql(`update event_head set position = ${events}, hash = '\\x${previous.toString('hex')}', at = '${timestamp(at(events))}';
  select setval(pg_get_serial_sequence(name, 'id'), greatest(largest, 1)) from (values
    ('people', (select max(id) from people)), ('roles', (select max(id) from roles)), ('requests', (select max(id) from requests)),
    ('events', (select max(id) from events))) as known (name, largest);`);
// On their own: VACUUM takes no company.
assert.equal(spawnSync('psql', [...psql, '-c', 'vacuum analyze', '-c', 'checkpoint']).status, 0);
console.log(`  vacuum, analyze, checkpoint: ${((Date.now() - started) / 1000).toFixed(1)} s`);
