// Decodes a pod's token and says what is wrong with it. It asks nobody and sends nothing.
const field = document.getElementById('token');
const answer = document.getElementById('token-answer');
const role = document.getElementById('role');
const words = document.getElementById('token-words')?.dataset;

/** A sentence in the page's language, with what stands in its braces. */
function say(sentence, values) {
  return words[sentence].replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A part of a token: JSON, as UTF-8, as base64url. */
function part(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const value = JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no claims');
  return value;
}

/** A finding as the page draws them: what it says is text, whatever is in the token. */
function finding(tone, cause, values) {
  const drawn = document.getElementById(`token-${tone}`).content.cloneNode(true);
  drawn.querySelector('h3').textContent = say(cause, values);
  drawn.querySelector('p').textContent = say(`${cause}Cure`, values);
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
  drawn.createCaption().textContent = words.claims;
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

/** What is wrong with claims: `[tone, cause, values]`. `expected` is empty where no role was chosen. */
function examine(claims, expected, now) {
  const found = [];
  const issuer = String(claims.iss ?? '').replace(/\/$/, '');
  if (expected.issuer && issuer !== expected.issuer) {
    found.push(['bad', 'issuer', expected]);
  }
  if (expected.subject && claims.sub !== expected.subject) {
    found.push(['bad', 'subject', expected]);
  }
  const audience = expected.audience ?? 'sts.amazonaws.com';
  if (![claims.aud].flat().includes(audience)) {
    found.push(['bad', 'audience', { audience }]);
  }
  if (!Number.isFinite(claims.exp)) {
    found.push(['attention', 'endless']);
  } else if (claims.exp <= now) {
    found.push(['bad', 'expired', { minutes: Math.ceil((now - claims.exp) / 60) }]);
  }
  if (Number.isFinite(claims.nbf) && claims.nbf > now + 60) {
    found.push(['attention', 'early']);
  }
  if (found.length === 0 && expected.issuer) {
    found.push(['good', 'right']);
  } else if (found.length === 0) {
    found.push(['info', 'alone']);
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
    answer.append(finding('bad', 'none'));
    return;
  }
  const expected = { ...role?.selectedOptions[0]?.dataset };
  for (const one of examine(claims, expected, Date.now() / 1000)) answer.append(finding(...one));
  answer.append(table(claims));
}

if (field && answer) {
  document.getElementById('token-check').hidden = false;
  field.addEventListener('input', show);
  role?.addEventListener('change', show);
}
