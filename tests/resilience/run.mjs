// One fault after another, under load: `node resilience/run.mjs OUTPUT`, started by `cargo xtask resilience`, which has the
// servers in its hands. A line "strike NAME SIGNAL" or "start NAME" (with tabs) on standard output asks for it, a line on
// standard input says that it is done; all else that is said is for people.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from '@playwright/test';
import { personIn } from '../support/browser.mjs';
import { baseUrl, chromium as executablePath, chromiumFlags } from '../support/env.mjs';
import { mailbox } from '../support/mailbox.mjs';
import { people } from '../support/visitor.mjs';
import { Load } from './load.mjs';
import { grouped, prove, quiet } from './proof.mjs';
import { wrk } from './wrk.mjs';

const [output] = process.argv.slice(2);
/** Seconds for which a part stays away. */
const away = 8;
/** Seconds for which pages are read before and after. */
const reading = 10;

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
async function order(...words) {
  process.stdout.write(`${words.join('\t')}\n`);
  const { done } = await answers.next();
  if (done) process.exit(1);
}
const say = (text) => process.stdout.write(`${text}\n`);

const mail = await mailbox();
const restart = (name, signal) => [() => order('strike', name, signal), () => order('start', name)];
const faults = [
  ['`kill -9` of one server', ...restart('Server 1', 'KILL')],
  ['Postgres restarted, fast', ...restart('Postgres', 'INT')],
  ['Postgres restarted, immediate', ...restart('Postgres', 'QUIT')],
  ['AWS away', ...restart('AWS stand-in', 'TERM')],
  ['mail away', () => mail.close(), () => mail.open()],
];

const browser = await chromium.launch({ executablePath, args: chromiumFlags });
const load = await Load.start();
const [author] = load.authors;
const [approver] = load.approvers;

/** A page of a developer's in a browser, which nobody touches from here on. */
async function watched(path) {
  const page = await personIn(browser, people.dev, { baseURL: baseUrl });
  await page.goto(path);
  return page;
}

/** Waits until the page shows that the request was applied. */
const shows = (page) => page.getByRole('main').getByText('Applied', { exact: true }).first().waitFor({ timeout: 180_000 });

async function during([name, strike, mend]) {
  // One is approved while the part is away, the other when it is back. Both pages are open before.
  const held = [await load.submit(author, { hold: true }), await load.submit(author, { hold: true })];
  const pages = await Promise.all(held.map(({ path }) => watched(path)));
  const before = await wrk(author, reading);

  const struck = Date.now();
  const meanwhile = wrk(author, away + 2);
  await strike();
  const early = load.approve(approver, held[0].app);
  await sleep(away * 1000);
  await mend();
  const mended = Date.now();
  await load.approve(approver, held[1].app);
  await early;
  await Promise.all(held.map(({ path }) => load.applied(author, path)));
  const worked = Date.now();
  await Promise.all(pages.map(shows));
  const shown = Date.now();
  await Promise.all(pages.map((page) => page.context().close()));

  const errors = load.seen.errors(struck);
  const after = await wrk(author, reading);
  const late = load.seen.errors(shown);
  assert.deepEqual(late, [], `${name}: errors after it was over`);
  const seconds = (milliseconds) => Math.max(0, milliseconds / 1000).toFixed(1);
  say(`${name}: ${errors.length} errors, work again after ${seconds(worked - mended)} s`);
  return {
    name, before, during: await meanwhile, after, errors,
    exchanges: load.seen.count(struck, shown),
    answering: seconds(Math.max(struck, ...errors.map(({ at }) => at)) - struck),
    working: seconds(worked - mended),
    shown: seconds(shown - mended),
  };
}

const figure = (number) => (number === undefined ? '–' : number.toFixed(number < 10 ? 1 : 0));
const read = ({ perSecond, p50, p99, errors }) => `${figure(perSecond)} / ${figure(p50)} / ${figure(p99)} / ${errors}`;
const kinds = (errors) => [...grouped(errors, ({ error }) => error)]
  .map(([kind, all]) => `${all.length} × ${kind}`).join(', ') || 'none';

const results = [];
for (const fault of faults) results.push(await during(fault));
await load.end();
await browser.close();
// What nobody has approved yet, and all that follows from it.
for (const app of load.submitted.keys()) {
  if (!load.approved.has(app) && !load.foundApproved.has(app)) await load.approve(approver, app);
}
await quiet();
const proof = await prove(load, mail.mails);
await mail.close();

writeFileSync(output, `Each part was away for ${away} s, while four people asked and approved without pause, two browsers followed a request each, and wrk read pages over 4 connections.

| fault | errors that people saw | of exchanges | answers again after, s | work done again after, s | pages right again after, s |
|---|---|---|---|---|---|
${results.map((one) => `| ${one.name} | ${kinds(one.errors)} | ${one.exchanges} | ${one.answering} | ${one.working} | ${one.shown} |`).join('\n')}

Answers: from the fault until the last exchange that failed. Work and pages: from the part's return until what was approved meanwhile, and right after it, was applied, and until untouched pages showed it.

Pages read by wrk: good ones per second / p50 ms / p99 ms / errors; no times where more than one in a hundred was an error.

| fault | before | during | after |
|---|---|---|---|
${results.map((one) => `| ${one.name} | ${read(one.before)} | ${read(one.during)} | ${read(one.after)} |`).join('\n')}

Afterwards, counted in Postgres, AWS and the mailbox:

${proof.map((line) => `- ${line}`).join('\n')}

All of it ran on the machine named above: servers, Postgres, HAProxy, the stand-in for AWS, browsers, people and wrk. Load average at the end: ${loadavg()[1].toFixed(1)} over five minutes.
`);
process.exit(0);
