// After all faults: what was accepted is there once, in Postgres, in AWS and in the mailbox.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { iamSend, roleInAws } from '../support/aws.mjs';
import { ask, rows } from '../support/database.mjs';
import { roleportBin } from '../support/env.mjs';
import { header } from '../support/mailbox.mjs';

const ours = "app like 'res-%'";

/** A list by what `key` says of each. */
export function grouped(list, key) {
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

/** What is still under way: applications, plans, notifications. */
export const underWay = () => Number(ask(`select (select count(*) from requests where ${ours} and state in ('approved', 'applying'))
  + (select count(*) from requests where ${ours} and state = 'submitted' and plan_id is null)
  + (select count(*) from deliveries where state = 'waiting')
  + (select count(*) from graphile_worker.jobs where attempts < max_attempts and task_identifier in ('fan_out', 'deliver', 'apply_request', 'plan_request'))`));

/** Waits until nothing is under way any more. */
export async function quiet(seconds = 300) {
  const end = Date.now() + seconds * 1000;
  while (underWay() > 0) {
    assert.ok(Date.now() < end, `still under way: ${JSON.stringify(rows(`select id, app, state, plan_id from requests where ${ours} and state <> 'applied'`))} ${JSON.stringify(rows('select task_identifier, attempts, last_error, run_at, locked_by from graphile_worker.jobs'))}`);
    await sleep(500);
  }
}

/** Every line of the proof, as it came out; throws at the first that is not so. */
export async function prove({ submitted, approved, foundApproved }, mails) {
  const lines = [];
  const requests = grouped(rows(`select id, app, state, role_id from requests where ${ours}`), ({ app }) => app);
  for (const [app, { path }] of submitted) {
    const found = requests.get(app) ?? [];
    assert.deepEqual(found.map(({ id }) => `/requests/${id}`), [path], `${app} was accepted as ${path}`);
  }
  assert.equal(requests.size, submitted.size, 'no request is there that nobody sent');
  lines.push(`${submitted.size} requests were accepted; each is there, once.`);

  const decided = new Set([...approved, ...foundApproved]);
  const events = grouped(rows(`select e.kind, r.app from events e join requests r on r.id = e.request_id where r.${ours}`), ({ app }) => app);
  const roles = grouped(rows(`select id, app from roles where ${ours}`), ({ app }) => app);
  const { Policies: policies } = await allPolicies();
  for (const app of decided) {
    const [{ state }] = requests.get(app);
    assert.equal(state, 'applied', `${app} was approved`);
    const kinds = events.get(app).map(({ kind }) => kind);
    for (const kind of ['request.approved', 'request.applied']) {
      assert.equal(kinds.filter((one) => one === kind).length, 1, `${app}: ${kind}`);
    }
    assert.equal(roles.get(app)?.length, 1, `${app} has one role`);
    const role = await roleInAws(`bln-fairbid-production-${app}`);
    assert.equal(role.policies.length, 1, `${app} has one policy`);
    assert.equal(role.policies[0].version, 'v1', `the policy of ${app} was made once`);
    assert.equal(policies.filter(({ PolicyName: name }) => name === `bln-fairbid-production-${app}`).length, 1);
  }
  assert.equal([...roles.values()].flat().length, decided.size, 'no role is there that nobody approved');
  lines.push(`${approved.size} approvals were accepted, ${foundApproved.size} more took effect though their answer was lost; each was applied once, and its role is there once, in Postgres and in AWS.`);

  const deliveries = rows("select id, state, last_error from deliveries where channel = 'email'");
  assert.deepEqual(deliveries.filter(({ state }) => !['sent', 'dropped'].includes(state)), [], 'no mail waits or failed');
  const received = grouped(mails, ({ data }) => /<delivery-(\d+)@/.exec(header(data, 'Message-ID'))?.[1]);
  const sent = deliveries.filter(({ state }) => state === 'sent');
  const lost = sent.filter(({ id }) => !received.has(String(id)));
  assert.deepEqual(lost, [], 'every mail that counts as sent has arrived');
  const untold = rows(`select app from requests r where ${ours} and state = 'applied' and not exists (
    select from deliveries d join events e on e.id = d.event_id where e.request_id = r.id and e.kind = 'request.applied' and d.topic = 'outcome')`);
  assert.deepEqual(untold, [], 'every author was told of the outcome');
  lines.push(`${sent.length} mails were sent; each has arrived, ${mails.length - received.size} of them twice.`);

  // Without a key it was replaced by another while a dead server still had it; the queue keeps such a row, and never runs it.
  const failed = ask('select count(*) from graphile_worker.jobs where attempts >= max_attempts and key is not null');
  assert.equal(failed, '0', 'no job was given up');
  const { status, stdout, stderr } = spawnSync(roleportBin, ['audit', 'verify'], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  lines.push(`\`roleport audit verify\`: ${stdout.trim().split('\n').at(-1)}`);
  return lines;
}

async function allPolicies() {
  const found = [];
  let marker;
  do {
    const page = await iamSend('ListPolicies', { Scope: 'Local', MaxItems: 1000, Marker: marker });
    found.push(...page.Policies);
    marker = page.IsTruncated ? page.Marker : undefined;
  } while (marker);
  return { Policies: found };
}
