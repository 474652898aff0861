// The OpenID provider: oidc-provider (certified) with PKCE, groups in the ID token and RP-initiated
// sign-out. The demo and the tests sign in through it, so the portal needs no bypass.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';
import { logoutPage, messagePage } from './pages.mjs';
import { findAccount } from './people.mjs';

/** The signing key: new at every start, or kept in `file`, so that ID tokens outlive a restart. */
function signingKey(file) {
  if (file && existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: randomBytes(8).toString('hex'), use: 'sig', alg: 'RS256' };
  if (file) writeFileSync(file, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}

/** Everything asked for is granted: a company's own provider shows no consent page to its people. */
async function loadExistingGrant(ctx) {
  const { client, session, provider } = ctx.oidc;
  const known = session.grantIdFor(client.clientId);
  const grant = (known && await provider.Grant.find(known))
    || new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email profile groups');
  await grant.save();
  return grant;
}

const afterLogout = (uri, state) => {
  const target = new URL(uri);
  if (state !== undefined) target.searchParams.set('state', state);
  return target.href;
};

/** With a valid ID token of this session the sign-out needs no second page, so it works without JavaScript. */
async function logoutSource(ctx, form) {
  const { session, params, entities } = ctx.oidc;
  const back = params.post_logout_redirect_uri;
  if (back && entities.IdTokenHint?.payload.sub === session.accountId) {
    await session.destroy();
    ctx.cookies.set(ctx.oidc.provider.cookieName('session'), null);
    ctx.status = 303;
    ctx.redirect(afterLogout(back, params.state));
    return;
  }
  ctx.body = logoutPage({ form, nonce: ctx.state.nonce });
}

/** The provider for one client, the portal. `keyFile` keeps the signing key across restarts. */
export function createProvider({ issuer, clientId, clientSecret, redirectUris, postLogoutUris, keyFile }) {
  const hour = 60 * 60;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: clientId,
      client_secret: clientSecret,
      client_name: 'Roleport',
      redirect_uris: redirectUris,
      post_logout_redirect_uris: postLogoutUris,
      response_types: ['code'],
      grant_types: ['authorization_code'],
    }],
    jwks: { keys: [signingKey(keyFile)] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    findAccount,
    loadExistingGrant,
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'groups'],
      groups: ['groups'],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { AccessToken: hour, AuthorizationCode: 60, Grant: 24 * hour, IdToken: hour, Interaction: hour, Session: 24 * hour },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource,
        postLogoutSuccessSource: (ctx) => {
          ctx.body = messagePage({ title: 'Signed out', text: 'You can close this page.', nonce: ctx.state.nonce });
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = messagePage({ title: 'Sign-in did not work', text: `${out.error}: ${out.error_description ?? ''}`, nonce: ctx.state.nonce });
    },
  });

  provider.use(async (ctx, next) => {
    ctx.state.nonce = ctx.res.nonce;
    await next();
    // Nobody was signed in here any more: go back at once instead of over a page that submits itself by script.
    const { oidc } = ctx;
    if (oidc?.route === 'end_session' && ctx.status === 200 && !oidc.session?.accountId && oidc.params?.post_logout_redirect_uri) {
      ctx.status = 303;
      ctx.redirect(afterLogout(oidc.params.post_logout_redirect_uri, oidc.params.state));
    }
  });
  return provider;
}
