// wrk on pages that are only read.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { baseUrl } from '../support/env.mjs';

const pages = ['/', '/roles', '/requests?view=all', '/history', '/requests/new'];
const script = path.join(mkdtempSync(path.join(tmpdir(), 'roleport-wrk-')), 'pages.lua');
writeFileSync(script, `
local pages, turn = { ${pages.map((page) => `"${page}"`).join(', ')} }, 0
request = function()
  turn = turn % #pages + 1
  return wrk.format("GET", pages[turn])
end
`);

const milliseconds = (text) => {
  const [, number, unit] = /^([\d.]+)(us|ms|s|m)$/.exec(text);
  return Number(number) * { us: 0.001, ms: 1, s: 1000, m: 60_000 }[unit];
};

/** Reads for so many seconds as this visitor; gives what wrk says of it. */
export async function wrk(visitor, seconds) {
  const cookie = [...visitor.jar()].map((pair) => pair.join('=')).join('; ');
  const child = spawn('wrk', ['-t1', '-c4', `-d${seconds}s`, '--timeout', '10s', '--latency', '-s', script, '-H', `Cookie: ${cookie}`, baseUrl]);
  let said = '';
  child.stdout.on('data', (part) => { said += part; });
  child.stderr.on('data', (part) => { said += part; });
  await new Promise((resolve, reject) => { child.on('close', resolve).on('error', reject); });
  const number = (pattern) => Number(pattern.exec(said)?.[1] ?? 0);
  const share = (percent) => {
    const found = new RegExp(`^\\s+${percent}%\\s+(\\S+)`, 'm').exec(said);
    if (!found) throw new Error(`wrk says no latency:\n${said}`);
    return milliseconds(found[1]);
  };
  const sockets = [...(/Socket errors: (.*)/.exec(said)?.[1] ?? '').matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0);
  const wrong = number(/Non-2xx or 3xx responses: (\d+)/);
  const all = number(/(\d+) requests in/);
  return {
    perSecond: (all - wrong) / seconds,
    // An error is answered at once: among many of them the times of pages can't be told.
    p50: wrong > all / 100 ? undefined : share(50),
    p99: wrong > all / 100 ? undefined : share(99),
    errors: wrong + sockets,
  };
}
