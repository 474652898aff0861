// Requests made over plain HTTP: the quick way to the state that a test needs.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fieldValue } from './visitor.mjs';

/** A name that no other test and no earlier run has used. */
export const uniqueName = (prefix = 't') => `${prefix}-${randomBytes(5).toString('hex')}`;

/** Fields of a right request; `grants` as `[{bucket, prefix, access: ['read']}]`. */
export function requestFields({ app = uniqueName(), grants, ...rest } = {}) {
  const fields = { cluster: 'production', app, namespace: app, service_account: app, reason: 'Reads the daily export.', ...rest };
  for (const [index, { bucket, prefix = '', access }] of (grants ?? [{ bucket: `${app}-data`, prefix: 'in/', access: ['read'] }]).entries()) {
    fields[`grants[${index}][bucket]`] = bucket;
    fields[`grants[${index}][prefix]`] = prefix;
    for (const level of access) fields[`grants[${index}][${level}]`] = 'on';
  }
  return fields;
}

/** Submits, and waits until Roleport has planned it; gives the request's path. `role` asks for a change of that role. */
export async function submit(visitor, fields) {
  const { html } = await visitor.page(`/requests/new${fields.role ? `?role=${fields.role}` : ''}`);
  const response = await visitor.go('/requests/new', { form: { key: fieldValue(html, 'key'), ...fields, intent: 'submit' } });
  assert.equal(response.status, 303, `submitted: ${response.status === 303 ? '' : await response.text()}`);
  const path = response.headers.get('location');
  assert.match(path, /^\/requests\/\d+$/);
  await planned(visitor, path);
  return path;
}

/** Waits until AWS was read for a request that somebody is to decide on. */
export async function planned(visitor, path, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  while ((await stateOf(visitor, path)) === 'submitted' && !(await seen(visitor, path)).plan) {
    assert.ok(Date.now() < end, `${path} was not planned`);
    await sleep(50);
  }
}

/** Saves a form as a draft; gives the draft's page. */
export async function saveDraft(visitor, fields) {
  const { html } = await visitor.page('/requests/new');
  const response = await visitor.go('/requests/new', { form: { key: fieldValue(html, 'key'), ...fields, intent: 'save' } });
  assert.equal(response.status, 303, 'saved');
  return response.headers.get('location');
}

/** What a command must name: the version, the content and the plan that the person saw. */
export async function seen(visitor, path) {
  const { html } = await visitor.page(path);
  return { version: fieldValue(html, 'version'), hash: fieldValue(html, 'hash'), plan: fieldValue(html, 'plan') };
}

/** Sends a command such as `approve` with what the person saw, unless `fields` says otherwise. */
export async function command(visitor, path, name, fields = {}) {
  return visitor.go(`${path}/${name}`, { form: { comment: '', ...fields } });
}

/** The state that the page of a request shows. */
export async function stateOf(visitor, path) {
  const { html } = await visitor.page(path);
  return /data-state="([a-z_]+)"/.exec(html)?.[1];
}

/** Waits until the worker has brought a request to a state. */
export async function reach(visitor, path, wanted, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const state = await stateOf(visitor, path);
    if (state === wanted) return;
    assert.ok(Date.now() < end && !(state === 'failed' && wanted === 'applied'), `${path} is ${state}, not ${wanted}`);
    await sleep(200);
  }
}

/** Submit, approve, wait until applied. Gives the request's path and the role's id. */
export async function applied(author, approver, fields) {
  const path = await submit(author, fields);
  const answer = await command(approver, path, 'approve', await seen(approver, path));
  assert.equal(answer.status, 303, 'approved');
  await reach(author, path, 'applied');
  const { html } = await author.page(path);
  return { path, role: /href="\/roles\/(\d+)"/.exec(html)[1] };
}
