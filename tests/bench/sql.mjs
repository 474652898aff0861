// The SQL behind a page: heard from Postgres's own log while the page is asked for, and run again by psql, bare.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../support/database.mjs';

const { DATABASE_URL: database, POSTGRES_LOG: log } = process.env;

/** What Postgres has logged since `from` bytes. */
function logged(from) {
  const file = openSync(log);
  const bytes = Buffer.alloc(fstatSync(file).size - from);
  readSync(file, bytes, 0, bytes.length, from);
  closeSync(file);
  return bytes.toString();
}

const entry = /^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[(\d+)\] ([A-Z0-9]+):  /m;

/**
 * The statements in a log of `log_statement = all`, in order, each with the values of its parameters as SQL. Lines that go on
 * begin with a tab. The worker's own questions, which come in between, are left out.
 */
export function statementsOf(text) {
  const parts = text.split(entry).slice(1);
  const found = [];
  const last = new Map();
  for (let index = 0; index < parts.length; index += 3) {
    const [backend, kind, rest] = parts.slice(index, index + 3);
    const words = rest.replace(/\n\t/g, '\n').trimEnd();
    if (kind === 'LOG') {
      const [, sql] = /^(?:execute [^:]+|statement): ([\s\S]*)$/.exec(words) ?? [];
      const one = sql && { text: sql.trim().replace(/;$/, ''), values: [] };
      last.set(backend, one);
      if (one && !/graphile_worker|^(?:un)?listen\b/i.test(one.text)) found.push(one);
    } else if (kind === 'DETAIL' && /^parameters: /i.test(words) && last.get(backend)) {
      last.get(backend).values = [...words.matchAll(/\$\d+ = (NULL|'(?:[^']|'')*')/g)].map(([, value]) => value);
    }
  }
  return found;
}

/** Lets Postgres log each statement, or log as usual. */
export async function listen(on) {
  ask(on ? "alter system set log_statement = 'all'" : 'alter system reset log_statement');
  ask('select pg_reload_conf()');
  // Every connection hears of it by a signal.
  await sleep(300);
}

const tries = 3;

/** The statements that `visit` causes: of some visits those of the one with the fewest, since jobs and sessions ask now and then. */
export async function heard(visit) {
  await visit();
  let fewest;
  for (let index = 0; index < tries; index += 1) {
    const from = statSync(log).size;
    await visit();
    const statements = statementsOf(logged(from));
    if (!fewest || statements.length < fewest.length) fewest = statements;
  }
  return fewest;
}

const isFrame = (text) => /^(?:begin|commit|rollback|savepoint|release)\b/i.test(text);
const writes = (text) => /^(?:insert|update|delete)\b|\b(?:insert into|update \w+ set|delete from)\b/i.test(text);

/** How many questions there are, and how many of them are the same one again. */
export function counted(statements) {
  const times = new Map();
  for (const { text } of statements.filter((one) => !isFrame(one.text))) times.set(text, (times.get(text) ?? 0) + 1);
  const [all, most] = [[...times.values()].reduce((sum, one) => sum + one, 0), Math.max(0, ...times.values())];
  return { all, alike: most };
}

/** Statements as psql runs them: what it prepares once, and one round of them. What they write is taken back. */
export function script(statements) {
  const names = new Map();
  const framed = statements.some(({ text }) => isFrame(text));
  const lines = statements.map(({ text, values }) => {
    if (/^commit\b/i.test(text)) return 'rollback;';
    if (!/^(?:select|with|values|insert|update|delete)\b/i.test(text)) return `${text};`;
    if (!names.has(text)) names.set(text, `q${names.size}`);
    return `execute ${names.get(text)}${values.length ? `(${values.join(', ')})` : ''};`;
  });
  const round = !framed && statements.some(({ text }) => writes(text)) ? ['begin;', ...lines, 'rollback;'] : lines;
  return { prepare: [...names].map(([text, name]) => `prepare ${name} as ${text};`).join('\n'), round: round.join('\n') };
}

/** A connection by psql that stays open, as a server's does. */
export class Psql {
  #child = spawn('stdbuf', ['-oL', 'psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', `--dbname=${database}`, '-f', '-'], {
    stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, PGOPTIONS: '-c jit=off' },
  });
  #said = '';
  #errors = '';
  #waiting;

  constructor() {
    this.#child.stdout.setEncoding('utf8').on('data', (text) => {
      this.#said += text;
      if (this.#said.endsWith('END\n')) this.#waiting?.resolve();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text) => { this.#errors += text; });
    this.#child.on('close', () => this.#waiting?.reject(new Error(`psql ended: ${this.#errors}`)));
  }

  /** Runs this to its end; gives what psql said besides rows. */
  async run(sql) {
    this.#said = '';
    const done = new Promise((resolve, reject) => { this.#waiting = { resolve, reject }; });
    this.#child.stdin.write(`${sql}\n\\echo END\n`);
    await done;
    this.#waiting = undefined;
    return this.#said;
  }

  /** Forgets what was prepared before, and prepares this. */
  async prepare(sql) {
    await this.run(`\\o /dev/null\ndeallocate all;\n${sql}`);
  }

  /** Milliseconds that these statements take, each from psql to Postgres and back. */
  async time(round) {
    const said = await this.run(`\\timing on\n${round}\n\\timing off`);
    const times = [...said.matchAll(/Time: ([\d.]+) ms/g)].map(([, time]) => Number(time));
    assert.ok(times.length > 0, said);
    return times.reduce((sum, one) => sum + one, 0);
  }

  async end() {
    const closed = new Promise((resolve) => { this.#child.on('close', resolve); });
    this.#child.stdin.end();
    await closed;
  }
}
