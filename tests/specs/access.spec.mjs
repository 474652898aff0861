// Who may do what, over plain HTTP: what no page offers must still be refused.
import { expect, test } from '@playwright/test';
import { command, reach, requestFields, seen, stateOf, submit } from '../support/requests.mjs';
import { fieldValue, people, textOf, Visitor } from '../support/visitor.mjs';
import { baseUrl } from '../support/env.mjs';

let dev;
let ops;
let second;
test.beforeAll(async () => {
  [dev, ops, second] = await Promise.all([people.dev, people.ops, people.second].map((person) => Visitor.signedIn(person)));
});

test.describe('signed out', () => {
  for (const path of ['/', '/?q=x&y=1', '/roles/1', '/requests', '/requests?view=all', '/requests/new', '/requests/1']) {
    test(`${path} leads to the sign-in and back`, async () => {
      const response = await new Visitor().go(path);
      expect(response.status).toBe(303);
      const target = new URL(response.headers.get('location'), baseUrl);
      expect([target.origin, target.pathname, target.searchParams.get('next')]).toEqual([new URL(baseUrl).origin, '/sign-in', path]);
    });
  }

  test('after the sign-in the page that was asked for is shown', async () => {
    const { url } = await new Visitor().follow('/requests?view=all', people.dev);
    expect(url).toBe(new URL('/requests?view=all', baseUrl).href);
  });

  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)', '/\tevil']) {
    test(`next=${JSON.stringify(next)} leads nowhere else`, async () => {
      const { url } = await new Visitor().follow(`/sign-in?next=${encodeURIComponent(next)}`, people.dev);
      expect(new URL(url).origin).toBe(new URL(baseUrl).origin);
    });
  }

  test('nothing is written and nothing is told', async () => {
    const path = await submit(dev, requestFields());
    const form = await seen(ops, path);
    const stranger = new Visitor();
    for (const url of [`${path}/approve`, `${path}/withdraw`, '/requests/new']) {
      const response = await stranger.go(url, { form: { ...requestFields(), ...form, intent: 'submit' } });
      expect([303, 401, 403], url).toContain(response.status);
      if (response.status === 303) expect(response.headers.get('location')).toMatch(/^\/sign-in/);
    }
    const api = await stranger.go(`${path}/state`);
    expect([401, 403]).toContain(api.status);
    expect(await stateOf(dev, path)).toBe('submitted');
  });

  test('/signed-out is open and leads back in; health answers', async () => {
    const { status, html } = await new Visitor().page('/signed-out');
    expect(status).toBe(200);
    expect(html).toMatch(/<a\b[^>]*href="\/sign-in"[^>]*>\s*Sign in\s*</);
    for (const path of ['/healthz', '/readyz']) {
      const { status: health, html: text } = await new Visitor().page(path);
      expect([health, text.trim()]).toEqual([200, 'ok']);
    }
  });
});

test.describe('four eyes', () => {
  test('a developer who posts to approve or reject gets 403 with the reason; the state stays', async () => {
    const path = await submit(dev, requestFields());
    const form = await seen(ops, path);
    for (const name of ['approve', 'reject']) {
      const response = await command(dev, path, name, { ...form, comment: 'me' });
      expect(response.status).toBe(403);
      expect(textOf(await response.text())).toMatch(/approve|decide/i);
    }
    expect(await stateOf(dev, path)).toBe('submitted');
  });

  test("a developer can't decide on another developer's request", async () => {
    const path = await submit(second, requestFields());
    const response = await command(dev, path, 'approve', await seen(ops, path));
    expect(response.status).toBe(403);
    expect(await stateOf(dev, path)).toBe('submitted');
  });

  test('an approver who wrote the request is offered no button, is told why, and is refused', async () => {
    const path = await submit(second, requestFields());
    const { html } = await second.page(path);
    expect(html).not.toContain(`${path}/approve`);
    expect(textOf(html)).toMatch(/you (wrote|asked)|your own|somebody else|someone else|another person/i);
    const form = await seen(ops, path);
    for (const name of ['approve', 'reject']) {
      expect((await command(second, path, name, { ...form, comment: 'mine' })).status).toBe(403);
    }
    expect(await stateOf(ops, path)).toBe('submitted');
  });

  test("only the author withdraws: another person can't", async () => {
    const path = await submit(dev, requestFields());
    expect((await command(ops, path, 'withdraw', await seen(ops, path))).status).toBe(403);
    expect((await command(dev, path, 'withdraw', await seen(dev, path))).status).toBe(303);
    expect(await stateOf(dev, path)).toBe('withdrawn');
  });

  test('a rejection needs a comment; with it, the author reads why', async () => {
    const path = await submit(dev, requestFields());
    const form = await seen(ops, path);
    const empty = await command(ops, path, 'reject', { ...form, comment: '  ' });
    expect(empty.status).toBe(422);
    expect(await empty.text()).toMatch(/error-summary/);
    expect(await stateOf(dev, path)).toBe('submitted');
    expect((await command(ops, path, 'reject', { ...form, comment: 'Use the staging bucket.' })).status).toBe(303);
    expect(textOf((await dev.page(path)).html)).toContain('Use the staging bucket.');
  });
});

test.describe('races', () => {
  test('approve and reject in the same moment: one wins, the other is told the state (409)', async () => {
    for (let round = 0; round < 5; round += 1) {
      const path = await submit(dev, requestFields());
      const form = await seen(ops, path);
      const answers = await Promise.all([
        command(ops, path, 'approve', form),
        command(second, path, 'reject', { ...form, comment: 'no' }),
        command(ops, path, 'approve', form),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409]);
      if (answers[1].status === 303) expect(await stateOf(dev, path)).toBe('rejected');
      else await reach(dev, path, 'applied');
    }
  });

  test('an old version, another hash and a second decision are refused with 409', async () => {
    const path = await submit(dev, requestFields());
    const form = await seen(ops, path);
    expect((await command(ops, path, 'approve', { ...form, hash: '0'.repeat(64) })).status).toBe(409);
    expect((await command(ops, path, 'approve', { ...form, version: Number(form.version) + 1 })).status).toBe(409);
    expect(await stateOf(dev, path)).toBe('submitted');
    expect((await command(dev, path, 'withdraw', await seen(dev, path))).status).toBe(303);
    const late = await command(ops, path, 'approve', form);
    expect(late.status).toBe(409);
    expect(textOf(await late.text())).toMatch(/withdrawn/i);
  });

  test('the same form sent several times makes one request', async () => {
    const fields = { ...requestFields(), key: fieldValue((await dev.page('/requests/new')).html, 'key'), intent: 'submit' };
    const answers = await Promise.all([1, 2, 3, 4].map(() => dev.go('/requests/new', { form: fields })));
    answers.push(await dev.go('/requests/new', { form: fields }));
    const places = answers.map((response) => [response.status, response.headers.get('location')].join(' '));
    expect(new Set(places).size, places.join(', ')).toBe(1);
    expect(places[0]).toMatch(/^303 \/requests\/\d+$/);
    const { html } = await dev.page('/requests?view=mine');
    const numbers = new Set([...html.matchAll(new RegExp(`href="/requests/(\\d+)"[^>]*>\\s*\\d+: ${fields.app}`, 'g'))].map(([, id]) => id));
    expect(numbers.size).toBe(1);
  });

  test('a role has one open request', async () => {
    const fields = requestFields();
    const path = await submit(dev, fields);
    const again = { ...fields, key: fieldValue((await dev.page('/requests/new')).html, 'key'), intent: 'submit' };
    const response = await dev.go('/requests/new', { form: again });
    expect(response.status).toBe(422);
    await command(dev, path, 'withdraw', await seen(dev, path));
    expect((await dev.go('/requests/new', { form: again })).status).toBe(303);
  });
});

test.describe('other sites', () => {
  for (const [name, headers] of [
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site', origin: 'http://other.127.0.0.1' }],
    ['a foreign Origin alone', { 'sec-fetch-site': '', origin: 'https://evil.example' }],
    ['Origin: null', { 'sec-fetch-site': 'cross-site', origin: 'null' }],
  ]) {
    test(`a form sent with ${name} is refused`, async () => {
      const clean = Object.fromEntries(Object.entries(headers).filter(([, value]) => value));
      const send = (url, form) => dev.go(url, {
        method: 'POST', body: new URLSearchParams(form), headers: { 'content-type': 'application/x-www-form-urlencoded', ...clean },
      });
      const fields = requestFields();
      const response = await send('/requests/new', { ...fields, key: `cross-${fields.app}`, intent: 'submit' });
      expect(response.status).toBe(403);
      expect((await dev.page('/requests?view=mine')).html).not.toContain(fields.app);
      expect((await send('/sign-out', {})).status).toBe(403);
      expect((await dev.page('/')).status).toBe(200);
    });
  }

  test('no GET changes anything', async () => {
    const path = await submit(dev, requestFields());
    const form = new URLSearchParams(await seen(ops, path));
    for (const name of ['approve', 'reject', 'withdraw']) {
      expect([404, 405]).toContain((await ops.go(`${path}/${name}?${form}`)).status);
    }
    expect([404, 405]).toContain((await dev.go('/sign-out')).status);
    expect(await stateOf(dev, path)).toBe('submitted');
    expect((await dev.page('/')).status).toBe(200);
  });
});

test.describe('sessions', () => {
  test('the cookie is kept from scripts and other sites', async () => {
    const response = await new Visitor().go('/sign-in?next=/');
    const [line, ...others] = response.headers.getSetCookie();
    expect(others).toEqual([]);
    const attributes = line.split(';').slice(1).map((part) => part.trim().toLowerCase());
    expect(attributes).toEqual(expect.arrayContaining(['httponly', 'samesite=lax', 'path=/']));
    expect(attributes.some((part) => part.startsWith('domain'))).toBe(false);
    if (baseUrl.startsWith('https:')) {
      expect(line).toMatch(/^__Host-/);
      expect(attributes).toContain('secure');
    }
  });

  test('the session id changes at sign-in, and the old one is worth nothing', async () => {
    const visitor = new Visitor();
    await visitor.go('/sign-in?next=/');
    const [[name, before]] = visitor.jar();
    // The provider sends the browser back with the cookie it had before.
    await visitor.follow('/sign-in?next=/', people.dev);
    const after = visitor.jar().get(name);
    expect(after).not.toBe(before);
    const planted = await new Visitor().go('/', { cookie: `${name}=${before}` });
    expect(planted.status).toBe(303);
    expect((await new Visitor().go('/', { cookie: `${name}=${after}` })).status).toBe(200);
  });

  test('sign-out ends the session here and at the provider', async () => {
    const visitor = await Visitor.signedIn(people.dev);
    const [[name, value]] = visitor.jar();
    const response = await visitor.go('/sign-out', { form: {} });
    expect(response.status).toBe(303);
    const { url, html } = await visitor.follow(response.headers.get('location'));
    expect(new URL(url).pathname).toBe('/signed-out');
    expect(textOf(html)).toMatch(/signed out/i);
    expect((await new Visitor().go('/', { cookie: `${name}=${value}` })).status).toBe(303);
    // The provider asks who it is, instead of signing in again silently.
    const again = await visitor.follow('/');
    expect(new URL(again.url).pathname).toMatch(/^\/interaction\//);
  });

  const callback = async (change) => {
    const visitor = new Visitor();
    const start = await visitor.go('/sign-in?next=/');
    let target = start.headers.get('location');
    for (;;) {
      const url = new URL(target, baseUrl);
      if (url.pathname === '/sign-in/callback') {
        change(url, visitor);
        return { visitor, answer: await visitor.go(url) };
      }
      const response = url.pathname.startsWith('/interaction/')
        ? await visitor.go(url, { form: { sub: people.dev.sub } })
        : await visitor.go(url);
      target = new URL(response.headers.get('location'), url).href;
    }
  };

  for (const [name, change] of [
    ['another state', (url) => url.searchParams.set('state', 'x')],
    ['no state', (url) => url.searchParams.delete('state')],
    ['another code', (url) => url.searchParams.set('code', 'x')],
    ['an error from the provider', (url) => url.searchParams.set('error', '<b>planted</b>')],
    ['the sign-in of another browser', (_url, visitor) => visitor.jar().clear()],
  ]) {
    test(`a callback with ${name} signs nobody in`, async () => {
      const { visitor, answer } = await callback(change);
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('planted');
      expect((await visitor.go('/')).status).toBe(303);
    });
  }

  test('a callback serves once', async () => {
    let used;
    const { visitor } = await callback((url) => { used = url; });
    expect((await visitor.go('/')).status).toBe(200);
    expect((await visitor.go(used)).status).toBe(403);
  });
});

test.describe('answers', () => {
  test('every page carries the security headers, with a fresh nonce', async () => {
    const nonces = new Set();
    for (const path of ['/', '/requests', '/requests/new', '/nope', '/signed-out']) {
      const { headers } = await dev.go(path);
      const policy = headers.get('content-security-policy');
      expect(policy, path).toMatch(/default-src 'self'/);
      expect(policy).toMatch(/frame-ancestors 'none'/);
      expect(policy).toMatch(/base-uri 'none'/);
      expect(policy).toMatch(/object-src 'none'/);
      expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
      nonces.add(/script-src [^;]*'nonce-([^']+)'/.exec(policy)[1]);
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toMatch(/no-store/);
    }
    expect(nonces.size).toBe(5);
  });

  for (const path of ['/nope', '/requests/99999999', '/roles/99999999', '/requests/abc', '/roles/-1', '/requests/new?role=99999999', '/requests/99999999999999999999']) {
    test(`${path} is 404 with a way on`, async () => {
      const { status, html } = await dev.page(path);
      expect(status).toBe(404);
      expect(html).toMatch(/href="\/"/);
    });
  }

  test('unknown commands and requests are 404, also for an approver', async () => {
    const path = await submit(dev, requestFields());
    const form = await seen(ops, path);
    expect((await command(ops, path, 'succeed', form)).status).toBe(404);
    expect((await command(ops, '/requests/99999999', 'approve', form)).status).toBe(404);
  });

  test('typed markup is shown as text, everywhere it appears', async () => {
    const reason = '<img src=x onerror=alert(1)> "&amp;\' </textarea><script>alert(2)</script>';
    const fields = requestFields({ reason });
    const review = await (await dev.go('/requests/new', { form: { ...fields, key: `k-${fields.app}`, intent: 'review' } })).text();
    const again = await (await dev.go('/requests/new', { form: { ...fields, app: '<script>alert(3)</script>', key: 'k', intent: 'review' } })).text();
    const page = (await ops.page(await submit(dev, fields))).html;
    for (const html of [review, again, page]) {
      expect(html).not.toMatch(/<img src=x/);
      expect(html).not.toMatch(/<script>alert/);
    }
    expect(textOf(page)).toContain('<img src=x onerror=alert(1)>');
    const search = (await dev.page(`/roles?q=${encodeURIComponent('"><script>alert(4)</script>')}`)).html;
    expect(search).not.toMatch(/<script>alert/);
  });

  test('a body beyond the limit and a broken form are refused without a trace of the inside', async () => {
    const path = await submit(dev, requestFields());
    for (const [status, url, form] of [
      [413, '/requests/new', { reason: 'x'.repeat(200_000) }],
      [422, `${path}/withdraw`, { version: 'x' }],
    ]) {
      const response = await dev.go(url, { form });
      expect(response.status).toBe(status);
      expect(await response.text()).not.toMatch(/panic|sqlx|src\//);
    }
  });
});
