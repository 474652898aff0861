// What is really in the portal's database, asked with psql.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';

/** What psql says to this, without decoration. */
export function ask(sql) {
  const { status, stdout, stderr } = spawnSync('psql', ['--no-psqlrc', `--dbname=${process.env.DATABASE_URL}`, '-At', '-c', sql], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

/** The rows of a query, as objects. */
export const rows = (sql) => JSON.parse(ask(`select coalesce(json_agg(r), '[]') from (${sql}) r`));
