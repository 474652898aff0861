// People who ask and approve without pause, as programs: every answer is counted, and what was accepted is kept, to be
// looked for afterwards.
import { setTimeout as sleep } from 'node:timers/promises';
import { requestFields, uniqueName } from '../support/requests.mjs';
import { fieldValue, people, Visitor } from '../support/visitor.mjs';

/** Somebody who waits longer has gone away. */
const patience = 15_000;
/** Between two things that a person does. */
const pause = 400;

/** What clients have seen: answers and errors, each with its moment and how long it took. */
export class Seen {
  all = [];

  note(what, started, error) {
    this.all.push({ what, at: Date.now(), milliseconds: Date.now() - started, error });
  }

  errors(from, to = Date.now()) {
    return this.all.filter(({ at, error }) => error && at >= from && at <= to);
  }

  count(from, to = Date.now()) {
    return this.all.filter(({ at }) => at >= from && at <= to).length;
  }
}

/** One exchange. Nothing when there was no answer, or one that says that something is broken. */
async function attempt(seen, what, send) {
  const started = Date.now();
  try {
    const response = await send({ signal: AbortSignal.timeout(patience) });
    const text = await response.text();
    const broken = response.status >= 500;
    seen.note(what, started, broken ? String(response.status) : undefined);
    return broken ? undefined : { status: response.status, location: response.headers.get('location'), text };
  } catch (error) {
    seen.note(what, started, error.cause?.code ?? error.name);
    return undefined;
  }
}

/** Tries until there is an answer, as somebody does who presses the button again. */
async function answered(seen, what, send) {
  for (;;) {
    const answer = await attempt(seen, what, send);
    if (answer) return answer;
    await sleep(pause);
  }
}

/** A load that runs until it is stopped. */
export class Load {
  seen = new Seen();

  /** By the request's application: its path, as the answer 303 told it. */
  submitted = new Map();

  /** Applications whose approval was answered 303. */
  approved = new Set();

  /** Applications whose approval was answered only when the request was approved already: an answer was lost. */
  foundApproved = new Set();

  #stop = false;

  #running = [];

  static async start() {
    const load = new Load();
    load.authors = await Promise.all([people.dev, people.other].map((person) => Visitor.signedIn(person)));
    load.approvers = await Promise.all([people.ops, people.second].map((person) => Visitor.signedIn(person)));
    // Each asks again once the last request was carried out: no faster than Roleport works.
    for (const author of [...load.authors, ...load.authors]) {
      load.#keep(async () => load.applied(author, (await load.submit(author)).path));
    }
    for (const approver of load.approvers) load.#keep(() => load.#approveNext(approver));
    load.#keep(() => load.#look(load.authors[0]));
    return load;
  }

  #keep(step) {
    this.#running.push((async () => {
      while (!this.#stop) {
        await step();
        await sleep(pause);
      }
    })());
  }

  /** Everybody ends what they do. */
  async end() {
    this.#stop = true;
    await Promise.all(this.#running);
  }

  /** Asks for a role, with the same form again until it is answered; `hold` keeps it from the approvers. */
  async submit(author, { hold = false } = {}) {
    const app = uniqueName('res');
    const { text } = await answered(this.seen, 'open the form', (options) => author.go('/requests/new', options));
    const form = { ...requestFields({ app }), key: fieldValue(text, 'key'), intent: 'submit' };
    const { status, location } = await answered(this.seen, 'submit', (options) => author.go('/requests/new', { form, ...options }));
    if (status !== 303) throw new Error(`the request for ${app} was answered ${status}`);
    this.submitted.set(app, { path: location, hold });
    return { app, path: location };
  }

  async #approveNext(approver) {
    const waits = [...this.submitted].find(([app, { hold, taken }]) => !hold && !taken && !this.approved.has(app));
    if (!waits) return;
    waits[1].taken = true;
    await this.approve(approver, waits[0]);
  }

  /** Approves what the page shows, and looks at it again whenever the answer is missing or says that it has changed. */
  async approve(approver, app) {
    const { path } = this.submitted.get(app);
    for (;;) {
      const { text } = await answered(this.seen, 'read a request', (options) => approver.go(path, options));
      const state = /data-state="([a-z_]+)"/.exec(text)?.[1];
      if (state !== 'submitted') {
        this.foundApproved.add(app);
        return;
      }
      // There is no form before AWS was read.
      const field = (name) => (text.includes(`name="${name}"`) ? fieldValue(text, name) : '');
      if (field('plan')) {
        const form = { comment: '', version: field('version'), hash: field('hash'), plan: field('plan') };
        const answer = await attempt(this.seen, 'approve', (options) => approver.go(`${path}/approve`, { form, ...options }));
        if (answer?.status === 303) {
          this.approved.add(app);
          return;
        }
      }
      await sleep(pause);
    }
  }

  /** Waits until a request has been applied, asking as an open page does. */
  async applied(author, path) {
    while (!this.#stop) {
      const answer = await attempt(this.seen, 'ask for the state', (options) => author.go(`${path}/state`, options));
      if (answer?.status === 200 && JSON.parse(answer.text).state === 'applied') return;
      await sleep(pause);
    }
  }

  async #look(author) {
    await attempt(this.seen, 'read a list', (options) => author.go('/requests?view=all', options));
  }
}
