// The form of a request while it is typed: it saves itself as a draft, offers names that are known, says which roles are
// there already, and takes a list pasted into a field. All of it comes on top of a form that works without.
const form = document.getElementById('request-form');
const saved = document.getElementById('saved');

/** So long nobody has typed before the form is saved, and before names are looked for. */
const SAVE_AFTER = 1500;
const LOOK_AFTER = 200;
/** Where saving failed, it is tried again so much later. */
const AGAIN_AFTER = 15000;

let saving;
let saveTimer;
let looking;
let lookTimer;
let changed = false;
let leaving = false;

function sent(intent, more = {}) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries({ ...more, intent })) body.set(name, value);
  return body;
}

function ask(body, signal) {
  // A page to sign in at is no answer.
  return fetch(form.action, { method: 'POST', body, signal, redirect: 'manual' });
}

/** Saves what is typed, one save after the other. */
async function save() {
  if (saving || leaving || !changed) return;
  changed = false;
  saving = new AbortController();
  let next = SAVE_AFTER;
  try {
    const answer = await ask(sent('keep'), saving.signal);
    if (answer.ok) saved.textContent = saved.dataset.kept;
    // Submitted in another tab: there is nothing left to save.
    else if (answer.status === 409) leaving = true;
    else next = failed();
  } catch {
    if (!leaving) next = failed();
  }
  saving = undefined;
  if (changed) saveSoon(next);
}

/** Says so; when to try again. */
function failed() {
  changed = true;
  saved.textContent = saved.dataset.notKept;
  return AGAIN_AFTER;
}

function saveSoon(after = SAVE_AFTER) {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(save, after);
}

/** Puts parts of the page in the place of those with their ids. */
function replace(parts) {
  const drawn = document.createElement('template');
  drawn.innerHTML = parts;
  for (const part of [...drawn.content.children]) document.getElementById(part.id)?.replaceWith(part);
}

async function look(field) {
  looking?.abort();
  looking = new AbortController();
  try {
    const answer = await ask(sent('look', { field: field.name }), looking.signal);
    if (answer.ok) replace(await answer.text());
  } catch {
    // Nothing is offered then, and everything can still be typed.
  }
}

function lookSoon(field) {
  clearTimeout(lookTimer);
  lookTimer = setTimeout(look, LOOK_AFTER, field);
}

/** A text of several lines does not fit into a field of one: it goes where lists are read. */
function pasted(event) {
  const text = event.clipboardData?.getData('text') ?? '';
  const lines = text.split('\n').filter((line) => line.trim());
  if (lines.length < 2 || !event.target.matches('#grants > .line input[type=text]')) return;
  event.preventDefault();
  const list = document.getElementById('pasted');
  list.value = [list.value, ...lines].filter(Boolean).join('\n');
  form.requestSubmit(form.querySelector('[value=add-lines]'));
}

if (form && saved) {
  form.addEventListener('input', (event) => {
    changed = true;
    saveSoon();
    if (event.target.hasAttribute('list')) lookSoon(event.target);
  });
  form.addEventListener('change', (event) => {
    changed = true;
    saveSoon();
    if (event.target.id === 'cluster') lookSoon(document.getElementById('app'));
  });
  form.addEventListener('focusin', (event) => {
    if (event.target.hasAttribute('list')) lookSoon(event.target);
  });
  form.addEventListener('paste', pasted);
  form.addEventListener('submit', () => {
    leaving = true;
    saving?.abort();
    looking?.abort();
    clearTimeout(saveTimer);
  });
  addEventListener('pagehide', () => {
    // What was typed a moment ago is on its way when the page is gone.
    if (changed && !leaving) navigator.sendBeacon(form.action, sent('keep'));
  });
  // Back from the page that it led to: the form is typed on.
  addEventListener('pageshow', () => { leaving = false; });
}
