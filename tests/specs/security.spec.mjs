// What somebody who means harm sends, over plain sockets: what a browser and `fetch` would not let through. Who may do
// what, other sites' forms, sessions and open redirects at the sign-in are in access.spec.
import net from 'node:net';
import { expect, test } from '@playwright/test';
import { baseUrl } from '../support/env.mjs';
import { requestFields, submit, uniqueName } from '../support/requests.mjs';
import { fieldValue, people, textOf, Visitor } from '../support/visitor.mjs';

const portal = new URL(baseUrl);
test.skip(portal.protocol !== 'http:' || !/^127\./.test(portal.hostname), 'speaks plain HTTP, from several addresses of this machine');

/**
 * A connection to the portal; `from` is one of this machine's own addresses, for which the portal counts by itself.
 * `answer` is all that came until the portal closed it.
 */
function connection(from) {
  const socket = net.connect({ port: portal.port, host: portal.hostname, localAddress: from });
  let text = '';
  socket.setEncoding('latin1').on('data', (part) => { text += part; });
  const answer = new Promise((resolve) => {
    socket.on('error', () => {}).on('close', () => resolve(text));
  });
  return { socket, answer, said: () => text };
}

/** Sends text as it is; gives the status, the head's lines and the body of the answer. */
async function raw(text, from) {
  const { socket, answer } = connection(from);
  socket.write(text, 'latin1');
  const [head, ...body] = (await answer).split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  return { status: Number(line.split(' ')[1]), headers, body: body.join('\r\n\r\n') };
}

const get = (path, headers = []) => `${[`GET ${path} HTTP/1.1`, `Host: ${portal.host}`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`;
const location = (answer) => /^location: (.*)$/im.exec(answer.headers.join('\n'))?.[1];

let dev;
let ops;
let cookie;
test.beforeAll(async () => {
  [dev, ops] = await Promise.all([people.dev, people.ops].map((person) => Visitor.signedIn(person)));
  cookie = `Cookie: ${[...dev.jar()].map((pair) => pair.join('=')).join('; ')}`;
});

test.describe('open redirects', () => {
  // Each leads a browser elsewhere if it is put into Location as it is.
  const places = [
    '//evil.example/', '///evil.example/', '/\\evil.example/', '\\\\evil.example/', 'https://evil.example/', 'https:evil.example',
    '/\t/evil.example/', '/\n/evil.example', '/%09/evil.example\r\n', ' //evil.example/', 'javascript:alert(1)', '//127.0.0.1@evil.example/',
  ];
  const leadsHere = (to) => expect(new URL(to, baseUrl).origin, to).toBe(portal.origin);

  for (const place of places) {
    test(`${JSON.stringify(place)} leads nowhere else`, async () => {
      const themed = await dev.go('/theme', { form: { theme: 'dark', next: place } });
      expect(themed.status).toBe(303);
      leadsHere(themed.headers.get('location'));
      const kept = await dev.go('/roles/views', { form: { name: uniqueName('view'), q: place, sort: place } });
      if (kept.status === 303) leadsHere(kept.headers.get('location'));
      // Where a sign-in leads is told by what the portal keeps of it.
      const { url } = await new Visitor().follow(`/sign-in?next=${encodeURIComponent(place)}`, people.dev);
      leadsHere(url);
    });
  }

  for (const path of ['//evil.example/', '//evil.example/..', '/%2f%2fevil.example', '/\\evil.example', '/%5cevil.example', 'http://evil.example/']) {
    test(`a request for ${path} is sent to sign in, and nowhere else`, async () => {
      const answer = await raw(get(path));
      expect([303, 400, 404]).toContain(answer.status);
      if (answer.status === 303) {
        const to = new URL(location(answer), baseUrl);
        expect([to.origin, to.pathname]).toEqual([portal.origin, '/sign-in']);
        const { url } = await new Visitor().follow(to.href, people.dev);
        leadsHere(url);
      }
    });
  }
});

test.describe('headers', () => {
  const planted = 'x-planted: yes';

  test('a line break that is typed ends no header', async () => {
    const breaks = ['%0d%0a', '%0a', '%0d', '%E5%98%8A%E5%98%8D', '%c0%8a'];
    const paths = breaks.flatMap((end) => [
      `/sign-in?next=/${end}${planted}`, `/${end}${planted}`, `/roles?q=x${end}${planted}`, `/?q=x${end}${planted}`,
      `/history/export.csv?kind=x${end}${planted}`, `/assets/${end}${planted}`,
    ]);
    const answers = await Promise.all(paths.map((path) => raw(get(path.replaceAll(' ', '%20'), [cookie]))));
    for (const [index, { status, headers }] of answers.entries()) {
      expect(status, paths[index]).toBeGreaterThanOrEqual(200);
      expect(status, paths[index]).toBeLessThan(500);
      expect(headers.filter((line) => /^x-planted/i.test(line)), paths[index]).toEqual([]);
    }
    const form = await dev.go('/theme', { form: { theme: `dark\r\n${planted}`, next: `/\r\n${planted}` } });
    expect([form.status, form.headers.get('x-planted')]).toEqual([303, null]);
  });

  test('no header of the visitor says where the portal is', async () => {
    const forged = ['Host: evil.example', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: gopher', 'Forwarded: host=evil.example', 'X-Original-URL: /nope', 'X-Rewrite-URL: /nope'];
    for (const path of ['/', '/nope', '/sign-in?next=/', '/signed-out', '/api/v1/openapi.json']) {
      for (const signedIn of [[], [cookie]]) {
        const answer = await raw(`${[`GET ${path} HTTP/1.1`, ...forged, 'Connection: close', ...signedIn].join('\r\n')}\r\n\r\n`);
        expect(answer.status, path).toBeLessThan(500);
        expect([...answer.headers, answer.body].join('\n'), path).not.toMatch(/evil\.example|gopher/);
      }
    }
  });

  test('two lengths, a length and chunks, or a broken head: nothing is smuggled in', async () => {
    const app = uniqueName('smuggled');
    const inner = get(`/${app}`, [cookie]);
    for (const head of [
      ['Content-Length: 5', 'Content-Length: 6'],
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: chunked, identity'],
      ['Transfer-Encoding : chunked'],
      ['Content-Length: +5'],
      ['Content-Length: 0x5'],
    ]) {
      const answer = await raw(`${['POST /theme HTTP/1.1', `Host: ${portal.host}`, ...head].join('\r\n')}\r\n\r\n0\r\n\r\n${inner}`);
      // Refused as broken, or for what its chunks say (they have no type); what follows is not read as a request of its own.
      expect([400, 415], head.join(', ')).toContain(answer.status);
      expect(answer.body, head.join(', ')).not.toContain('HTTP/1.1');
    }
  });

  test('a head that is too long, or has too many lines, is refused', async () => {
    const long = await raw(get(`/?q=${'x'.repeat(70_000)}`));
    expect([400, 414, 431]).toContain(long.status);
    const many = await raw(get('/', Array.from({ length: 300 }, (_, index) => `X-${index}: x`)));
    expect(many.status).toBe(431);
    const wide = await raw(get('/', [`X-Wide: ${'x'.repeat(600_000)}`]));
    expect(wide.status).toBe(431);
    for (const method of ['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PROPFIND']) {
      const answer = await raw(get('/', [cookie]).replace(/^GET/, method));
      expect([400, 404, 405], method).toContain(answer.status);
    }
  });
});

test.describe('bodies', () => {
  const kibibytes = 1024;

  test('a form that is too large is 413 wherever it is sent, and nothing comes of it', async () => {
    const path = await submit(dev, requestFields());
    // Just beyond it: of a form that is far too large the answer may be lost, since it is not read to its end.
    const large = (url, size) => ops.go(url, { form: { comment: 'x'.repeat(size * kibibytes) } });
    for (const url of ['/requests/new', `${path}/comments`, `${path}/approve`, `${path}/edit`, '/rules', '/settings', '/tokens', '/theme', '/unmanaged/table', '/roles/views', '/clusters/new']) {
      expect((await large(url, 65)).status, url).toBe(413);
    }
    expect((await large('/doctor', 257)).status).toBe(413);
    const { html } = await ops.page(path);
    expect(html).toContain('data-state="submitted"');
    expect(html).not.toContain('xxxxxxxx');
  });

  test('a body of the API that is too large is 413', async () => {
    const made = await dev.go('/tokens', { form: { name: uniqueName('large'), kind: 'personal', days: '1', scope: 'request' } });
    const [token] = /rp_[0-9a-f]{64}/.exec(textOf(await made.text()));
    const response = await dev.go('/api/v1/requests', {
      method: 'POST', body: JSON.stringify({ reason: 'x'.repeat(65 * kibibytes) }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': uniqueName() },
    });
    expect([response.status, (await response.json()).status]).toEqual([413, 413]);
  });

  test('a compressed body is not unpacked', async () => {
    const packed = await dev.go('/theme', { method: 'POST', body: Buffer.from('1f8b08', 'hex'), headers: { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded', origin: portal.origin } });
    expect([400, 415, 422]).toContain(packed.status);
  });
});

test.describe('slow clients', () => {
  test('those who never finish what they send are let go, and hold nobody up', async () => {
    test.slow();
    const start = ['GET / HTTP/1.1', `Host: ${portal.host}`].join('\r\n');
    const form = (length) => `${['POST /theme HTTP/1.1', `Host: ${portal.host}`, 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${length}`].join('\r\n')}\r\n\r\ntheme=`;
    // Of each kind as many as would take every place of a server that has one for each connection; the last one's length is only claimed.
    const slow = Array.from({ length: 50 }, () => ['', start, form(40), form(99_999_999_999)]).flat().map((text) => {
      const { socket, answer, said } = connection();
      socket.write(text);
      // One byte after the other: it is never silent.
      const timer = setInterval(() => socket.write(text ? 'a' : ''), 1000);
      return { answer: answer.finally(() => clearInterval(timer)), said };
    });
    for (let turn = 0; turn < 5; turn += 1) expect((await dev.page('/')).status).toBe(200);
    const answers = await Promise.all(slow.map(({ answer }) => answer));
    for (const answer of answers) expect(answer).toMatch(/^($|HTTP\/1\.1 (400|408|503) )/);
  });
});

test.describe('limits', () => {
  /** Sends until it is refused, in vain at most so often. */
  async function untilRefused(send, most = 1000) {
    for (let turn = 0; turn < most; turn += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, send));
      const refused = answers.find(({ status }) => status === 429);
      if (refused) return refused;
    }
    throw new Error(`${most} were taken`);
  }

  test('sign-ins from one address: beyond the limit 429, and nobody else is held up', async () => {
    for (const path of ['/sign-in?next=/', '/sign-in/callback?code=x&state=x']) {
      // Nobody names an address of their own: no proxy is trusted here.
      let turn = 0;
      const elsewhere = () => `X-Forwarded-For: 203.0.113.${(turn += 1) % 256}`;
      const refused = await untilRefused(() => raw(get(path, [elsewhere()]), '127.8.1.1'));
      expect(refused.headers.join('\n')).toMatch(/^retry-after: [1-9]\d*$/im);
      expect(textOf(refused.body)).toMatch(/wait \d+ s/);
      expect((await raw(get(path), '127.8.1.2')).status).not.toBe(429);
    }
    expect((await raw(get('/signed-out'), '127.8.1.1')).status).toBe(200);
  });

  test('forms of one person: beyond the limit 429, the pages stay open, and nobody else is held up', async () => {
    const dora = await Visitor.signedIn(people.other);
    const fields = { ...requestFields(), key: fieldValue((await dora.page('/requests/new')).html, 'key') };
    const refused = await untilRefused(() => dora.go('/theme', { form: { theme: 'system', next: '/' } }));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const page = await refused.text();
    expect(textOf(page)).toMatch(/too much at once.*wait \d+ s/i);
    // A second session is the same person's.
    const again = await Visitor.signedIn(people.other);
    const sent = await Promise.all(Array.from({ length: 20 }, () => again.go('/requests/new', { form: { ...fields, intent: 'submit' } })));
    expect(sent.map(({ status }) => status)).toContain(429);
    expect((await dora.page('/requests?view=mine')).status).toBe(200);
    expect((await dev.go('/theme', { form: { theme: 'system', next: '/' } })).status).toBe(303);
  });
});
