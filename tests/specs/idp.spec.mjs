// The sign-in provider by itself, through the flow the portal uses (code + PKCE): what the other tests stand on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { test } from '@playwright/test';

const redirectUri = 'http://127.0.0.1:1/sign-in/callback';
const signedOut = 'http://127.0.0.1:1/signed-out';
let child;
let issuer;

test.beforeAll(async () => {
  child = spawn(process.execPath, [new URL('../idp/server.mjs', import.meta.url).pathname], {
    env: { ...process.env, PORT: '0', CLIENT_ID: 'c', CLIENT_SECRET: 's', REDIRECT_URI: redirectUri, POST_LOGOUT_URI: signedOut, KEY_FILE: '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for (let seen = ''; !issuer;) {
    const [chunk] = await once(child.stdout, 'data');
    seen += chunk;
    issuer = /^listening on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(seen)?.[1];
  }
});
test.afterAll(() => child.kill());

/** A browser's cookie jar, as far as this flow needs one. */
function browser() {
  const jar = new Map();
  return async (url, options = {}) => {
    const response = await fetch(new URL(url, issuer), {
      redirect: 'manual', ...options,
      headers: { ...options.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) jar.set(name, value); else jar.delete(name);
    }
    return response;
  };
}

const form = (fields) => ({ method: 'POST', body: new URLSearchParams(fields) });

async function authorize(go, { verifier, ...extra } = {}) {
  const query = new URLSearchParams({
    client_id: 'c', response_type: 'code', redirect_uri: redirectUri, scope: 'openid email profile', state: 'st', nonce: 'no', ...extra,
    ...(verifier && { code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' }),
  });
  return go(`/auth?${query}`);
}

async function signIn(go, sub) {
  const verifier = randomBytes(32).toString('base64url');
  let response = await authorize(go, { verifier });
  if (response.headers.get('location').startsWith('/interaction/')) {
    const loginUrl = response.headers.get('location');
    const page = await (await go(loginUrl)).text();
    assert.match(page, /Dana Developer[\s\S]*Oscar Ops[\s\S]*Sam Second/);
    response = await go(loginUrl, form({ sub }));
    response = await go(response.headers.get('location'));
  }
  const back = new URL(response.headers.get('location'));
  assert.equal(back.searchParams.get('state'), 'st');
  return { code: back.searchParams.get('code'), verifier };
}

const exchange = (code, verifier) => fetch(`${issuer}/token`, {
  ...form({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri }),
  headers: { authorization: `Basic ${btoa('c:s')}` },
});

const parts = (token) => token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));

test('the ID token is signed and holds name, e-mail and groups', async () => {
  const { code, verifier } = await signIn(browser(), 'u-1001');
  const { id_token: token } = await (await exchange(code, verifier)).json();
  const [header, claims] = parts(token);
  assert.deepEqual(
    { iss: claims.iss, aud: claims.aud, sub: claims.sub, nonce: claims.nonce, name: claims.name, email: claims.email, groups: claims.groups },
    { iss: issuer, aud: 'c', sub: 'u-1001', nonce: 'no', name: 'Dana Developer', email: 'dev@example.com', groups: ['developers'] },
  );
  const { keys } = await (await fetch(`${issuer}/jwks`)).json();
  const key = createPublicKey({ key: keys.find(({ kid }) => kid === header.kid), format: 'jwk' });
  const [head, body, signature] = token.split('.');
  assert.ok(verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')));
});

test('without PKCE, with a wrong verifier or an unknown redirect the sign-in is refused', async () => {
  const refused = await authorize(browser());
  assert.equal(new URL(refused.headers.get('location')).searchParams.get('error'), 'invalid_request');
  const { code } = await signIn(browser(), 'u-1001');
  assert.equal((await exchange(code, 'x'.repeat(43))).status, 400);
  assert.equal((await authorize(browser(), { redirect_uri: 'http://evil.example/', verifier: 'x' })).status, 400);
});

test('sign-out with the ID token needs no page and asks for a person again', async () => {
  const go = browser();
  const { code, verifier } = await signIn(go, 'u-1002');
  const { id_token: token } = await (await exchange(code, verifier)).json();
  const again = await authorize(go, { verifier });
  assert.ok(again.headers.get('location').startsWith(redirectUri), 'still signed in');
  const end = `/session/end?${new URLSearchParams({ id_token_hint: token, post_logout_redirect_uri: signedOut, state: 'bye' })}`;
  for (const turn of ['signed in', 'already signed out']) {
    const response = await go(end);
    assert.deepEqual([response.status, response.headers.get('location')], [303, `${signedOut}?state=bye`], turn);
  }
  const later = await authorize(go, { verifier });
  assert.ok(later.headers.get('location').startsWith('/interaction/'), 'a person is asked for');
});

test('sign-out without an ID token asks first', async () => {
  const go = browser();
  await signIn(go, 'u-1002');
  const response = await go(`/session/end?client_id=c`);
  assert.equal(response.status, 200);
  assert.match(await response.text(), /Sign out\?/);
});
