// Decodes a pod's token and says what is wrong with it. It asks nobody and sends nothing.
const field = document.getElementById('token');
const answer = document.getElementById('token-answer');
const role = document.getElementById('role');

/** A part of a token: JSON, as UTF-8, as base64url. */
function part(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const value = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no claims');
  return value;
}

/** A finding as the page draws them: what it says is text, whatever is in the token. */
function finding(tone, cause, cure) {
  const drawn = document.getElementById(`token-${tone}`).content.cloneNode(true);
  drawn.querySelector('h3').textContent = cause;
  drawn.querySelector('p').textContent = cure;
  return drawn;
}

const shown = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

function moment(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : `${seconds} (${date.toISOString().replace('T', ' ').slice(0, 16)} UTC)`;
}

function table(claims) {
  const drawn = document.createElement('table');
  drawn.className = 'table claims';
  drawn.createCaption().textContent = 'What the token says';
  const body = drawn.createTBody();
  for (const [name, value] of Object.entries(claims)) {
    const row = body.insertRow();
    const head = document.createElement('th');
    head.scope = 'row';
    head.textContent = name;
    row.append(head);
    const code = document.createElement('code');
    code.textContent = ['exp', 'iat', 'nbf'].includes(name) && Number.isFinite(value) ? moment(value) : shown(value);
    row.insertCell().append(code);
  }
  return drawn;
}

/** What is wrong with claims: `[tone, cause, cure]`. `expected` is empty where no role was chosen. */
function examine(claims, expected, now) {
  const found = [];
  const issuer = String(claims.iss ?? '').replace(/\/$/, '');
  if (expected.issuer && issuer !== expected.issuer) {
    found.push(['bad', 'The token comes from another cluster than the role’s', `The role ${expected.role} expects the issuer ${expected.issuer}. A cluster that was made anew has another one.`]);
  }
  if (expected.subject && claims.sub !== expected.subject) {
    found.push(['bad', 'The token is that of another service account', `The role ${expected.role} trusts ${expected.subject} alone. Run the pods as that service account, or ask for a role for the one they have.`]);
  }
  const audience = expected.audience ?? 'sts.amazonaws.com';
  if (![claims.aud].flat().includes(audience)) {
    found.push(['bad', `The token is not meant for ${audience}`, 'AWS refuses its audience. Use the file that AWS_WEB_IDENTITY_TOKEN_FILE names; Kubernetes’ own token is for the cluster.']);
  }
  if (!Number.isFinite(claims.exp)) {
    found.push(['attention', 'The token does not say when it expires', 'AWS refuses such a token. Use the one that EKS gives the pod.']);
  } else if (claims.exp <= now) {
    found.push(['bad', `The token expired ${Math.ceil((now - claims.exp) / 60)} minutes ago`, 'Kubernetes renews the file by itself; a program that reads it once and keeps it has to read it anew.']);
  }
  if (Number.isFinite(claims.nbf) && claims.nbf > now + 60) {
    found.push(['attention', 'The token is not valid yet', 'The clocks of the cluster and of this computer differ.']);
  }
  if (found.length === 0 && expected.issuer) {
    found.push(['good', 'The token is what the role’s trust asks for', 'Issuer, subject, audience and time are right: AWS lets this pod assume the role.']);
  } else if (found.length === 0) {
    found.push(['info', 'The token is one for AWS, and has not expired', 'Choose a role above to compare issuer and service account with it.']);
  }
  return found;
}

function show() {
  const text = field.value.trim();
  answer.replaceChildren();
  if (!text) return;
  const parts = text.split('.');
  let claims;
  try {
    if (parts.length !== 3) throw new TypeError('no token');
    part(parts[0]);
    claims = part(parts[1]);
  } catch {
    answer.append(finding('bad', 'This is no token', 'A token has three parts of letters and digits with dots between, and starts with eyJ. Copy the whole file, without anything around it.'));
    return;
  }
  const expected = { ...role?.selectedOptions[0]?.dataset };
  for (const [tone, cause, cure] of examine(claims, expected, Date.now() / 1000)) answer.append(finding(tone, cause, cure));
  answer.append(table(claims));
}

if (field && answer) {
  document.getElementById('token-check').hidden = false;
  field.addEventListener('input', show);
  role?.addEventListener('change', show);
}
