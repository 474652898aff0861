// Keyboard shortcuts. No key decides anything: it moves the focus, or goes to another page.
const dialog = document.getElementById('shortcuts');
const pages = { h: '/', r: '/roles', q: '/requests?view=queue' };
let going = false;

/** Whether somebody types: then a key is a letter. */
const typing = (target) => Boolean(target.closest?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'));

function focus(element) {
  if (!element) return false;
  const folded = element.closest('details:not([open])');
  if (folded && folded !== element) folded.open = true;
  element.focus();
  element.scrollIntoView({ block: 'nearest' });
  return true;
}

/** To the next thing to look at, or the one before: from where the focus is, else from the top. */
function step(by) {
  const stops = [...document.querySelectorAll('main [data-stop]')].filter((stop) => stop.checkVisibility());
  const here = stops.findIndex((stop) => stop.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : stops.length - 1) : here + by;
  const stop = stops[next];
  if (stop && !stop.matches('a')) stop.tabIndex = -1;
  return focus(stop);
}

const keyed = (key) => focus(document.querySelector(`main [data-key="${key}"]`));

const actions = {
  '?': () => { dialog.showModal(); return true; },
  '/': () => focus(document.querySelector('main input[type=search]')) || go('/roles'),
  g: () => { going = true; return true; },
  j: () => step(1),
  n: () => step(1),
  k: () => step(-1),
  p: () => step(-1),
  a: () => keyed('a'),
  r: () => keyed('r'),
  c: () => focus(document.getElementById('say')),
};

function go(path) {
  location.assign(path);
  return true;
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector('dialog[open]')) return;
  if (event.key === 'Shift') return;
  const page = going ? pages[event.key] : undefined;
  going = false;
  const done = page ? go(page) : Object.hasOwn(actions, event.key) && actions[event.key]();
  if (done) event.preventDefault();
}

if (dialog) {
  document.querySelector('a[href="/shortcuts"]')?.addEventListener('click', (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  if (dialog.dataset.shortcuts === 'on') document.addEventListener('keydown', pressed);
}
