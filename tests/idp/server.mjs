// Starts the local OpenID provider on 127.0.0.1.
//   PORT            0 (default) lets the system choose
//   CLIENT_ID, CLIENT_SECRET, REDIRECT_URI (comma list), POST_LOGOUT_URI (comma list)
//   KEY_FILE        keeps the signing key across restarts; without it every start has a new key
// Prints one line `listening on http://127.0.0.1:PORT`, which is also the issuer.
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { loginPage } from './pages.mjs';
import { people } from './people.mjs';
import { createProvider } from './provider.mjs';

const list = (text) => (text ?? '').split(',').map((item) => item.trim()).filter(Boolean);
const {
  PORT = '0', CLIENT_ID = 'roleport', CLIENT_SECRET = 'roleport-local-secret',
  REDIRECT_URI = 'http://127.0.0.1:3000/sign-in/callback', POST_LOGOUT_URI = 'http://127.0.0.1:3000/signed-out', KEY_FILE,
} = process.env;

const formOf = async (request) => {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > 10_000) throw new Error('form too large');
  }
  return new URLSearchParams(body);
};

/** The login page and its form; `interactionDetails` ties both to the cookie of this one sign-in. */
async function interaction(provider, request, response) {
  const { uid, prompt, params } = await provider.interactionDetails(request, response);
  if (request.method === 'POST') {
    const sub = (await formOf(request)).get('sub');
    if (people.some((person) => person.sub === sub)) {
      await provider.interactionFinished(request, response, { login: { accountId: sub } }, { mergeWithLastSubmission: false });
      return;
    }
  }
  if (prompt.name !== 'login') throw new Error(`unexpected prompt ${prompt.name}`);
  const client = await provider.Client.find(params.client_id);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(loginPage({ action: `/interaction/${uid}`, client: client.clientName, people, nonce: response.nonce }));
}

const server = http.createServer();
server.listen(Number(PORT), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const redirectUris = list(REDIRECT_URI);
  const provider = createProvider({
    issuer, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUris, postLogoutUris: list(POST_LOGOUT_URI), keyFile: KEY_FILE,
  });
  const handle = provider.callback();
  // `form-action` also governs redirects after the form, so the way back to the portal must be in it.
  const formTargets = ["'self'", ...new Set(redirectUris.map((uri) => new URL(uri).origin))].join(' ');

  server.on('request', (request, response) => {
    response.nonce = randomBytes(16).toString('base64');
    response.setHeader('content-security-policy',
      `default-src 'none'; img-src data:; style-src 'nonce-${response.nonce}'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`);
    response.setHeader('referrer-policy', 'same-origin');
    response.setHeader('cache-control', 'no-store');
    if (!request.url.startsWith('/interaction/')) {
      handle(request, response);
      return;
    }
    interaction(provider, request, response).catch((error) => {
      response.statusCode = 400;
      response.end(`This sign-in has expired. Start again from the portal. (${error.error ?? error.message})`);
    });
  });
  console.log(`listening on ${issuer}`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
