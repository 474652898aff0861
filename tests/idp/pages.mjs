// The pages of the local sign-in provider: plain HTML forms, so they work with JavaScript off.

const escape = (text) =>
  String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const css = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --line: #d5d9e0; --text: #1b2130; --soft: #566076;
  --accent: #2f4fd0; --chip: #eef0f5; --shadow: 0 1px 2px #1b213014, 0 12px 32px #1b21301a; }
@media (prefers-color-scheme: dark) { :root { --page: #10141d; --card: #191f2b; --line: #333c4e; --text: #eef1f7; --soft: #a5afc2;
  --accent: #9db2ff; --chip: #252d3c; --shadow: none; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 25rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; }
p { margin: .5rem 0 0; color: var(--soft); }
a { color: var(--accent); }
ul { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .625rem; }
button { width: 100%; min-height: 44px; font: inherit; color: inherit; text-align: start; cursor: pointer; background: var(--card);
  border: 1px solid var(--line); border-radius: 10px; padding: .75rem; }
button:hover { border-color: var(--accent); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button.person { display: grid; grid-template-columns: 2.5rem 1fr; gap: 0 .875rem; align-items: center; }
.face { grid-row: span 2; width: 2.5rem; height: 2.5rem; border-radius: 50%; display: grid; place-items: center;
  background: var(--chip); color: var(--soft); font-weight: 600; font-size: .875rem; }
.name { font-weight: 600; }
.detail { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.primary { text-align: center; font-weight: 600; margin-top: 1.5rem; }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--soft); }
`;

function page(title, body, nonce) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${css}</style>
</head>
<body><main>
${body}
</main></body>
</html>`;
}

const initials = (name) => name.split(' ').map((part) => part[0]).join('');

/** The choice of people. `action` receives the chosen `sub`. */
export function loginPage({ action, client, people, nonce }) {
  const choices = people.map((person) => `<li><button class="person" name="sub" value="${escape(person.sub)}">
<span class="face" aria-hidden="true">${escape(initials(person.name))}</span>
<span class="name">${escape(person.name)}</span>
<span class="detail">${escape(person.email)} · ${escape(person.groups.join(', '))}</span>
</button></li>`);
  return page(`Sign in to ${client}`, `<h1>Sign in to ${escape(client)}</h1>
<p>Choose who you are.</p>
<form method="post" action="${escape(action)}"><ul>
${choices.join('\n')}
</ul></form>
<footer>A local OpenID provider for trying things out. In your company, your own sign-in page is shown here.</footer>`, nonce);
}

/** Asked only when a sign-out came without an ID token, so that a foreign link cannot sign anyone out. */
export function logoutPage({ form, nonce }) {
  return page('Sign out?', `<h1>Sign out?</h1>
<p>You will have to choose a person again.</p>
${form}
<button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>`, nonce);
}

/** A page with one message: signed out, or an error. */
export function messagePage({ title, text, nonce }) {
  return page(title, `<h1>${escape(title)}</h1>
<p>${escape(text)}</p>`, nonce);
}
