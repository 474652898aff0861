// News for an open page: a stream where that works, a question every now and then where not, never both, and nothing at all
// while nobody looks. `data-stream`, `data-question`: the addresses.

// The first event comes at once; one that does not is held back on its way.
const FIRST_EVENT = 5000;
// Attempts to come back before the page asks by a timer instead.
const ATTEMPTS = 3;
// After so long, whoever seemed to leave is still there: a download, say, leaves the page where it is.
const STAYS = 10_000;

/** Tells `news` each answer that comes, until it says that it was the last. `every`: milliseconds between questions. */
function follow({ stream, question }, every, news) {
  let close = () => {};
  let failures = 0;
  let ended = false;

  function take(answer) {
    if (ended || news(answer)) return;
    ended = true;
    close();
  }

  async function ask() {
    // A failed answer is no news: the next one may come through.
    try {
      const answer = await fetch(question);
      if (answer.ok) take(await answer.json());
    } catch { /* as above */ }
  }

  function askByTimer() {
    close();
    const timer = setInterval(ask, every);
    close = () => clearInterval(timer);
  }

  function listen() {
    const source = new EventSource(stream);
    let [alive, given] = [false, false];
    source.onmessage = ({ data }) => {
      alive = true;
      failures = 0;
      try {
        take(JSON.parse(data));
      } catch { /* as above */ }
    };
    // The browser comes back by itself unless it was refused.
    source.onerror = () => {
      failures += 1;
      if (!given && (source.readyState === EventSource.CLOSED || failures >= ATTEMPTS)) askByTimer();
    };
    const patience = setTimeout(() => {
      if (!alive) askByTimer();
    }, FIRST_EVENT);
    close = () => {
      given = true;
      clearTimeout(patience);
      source.close();
    };
  }

  function start() {
    if (ended || document.visibilityState === 'hidden') return;
    if (stream) listen(); else askByTimer();
  }

  start();
  // A tab in the background holds no connection; back in front, it hears what it has missed.
  document.addEventListener('visibilitychange', () => {
    close();
    failures = 0;
    start();
  });
}

/** The field of a comment that is edited starts with its text; any other starts empty. After a refused POST a field holds what
 * was typed before, and is marked. */
const typed = (field) => field.value !== (field.id.startsWith('edit-') ? field.defaultValue : '') || field.hasAttribute('aria-invalid');

/** Whether the reader has typed into any of the page's fields, or is about to. */
const typing = () => [...document.querySelectorAll('main textarea')].some((field) => typed(field) || field === document.activeElement);

/** A request's page shows itself anew when its version changes; while a comment is typed it says so instead. */
function followRequest(place) {
  // Whoever has clicked away is on their way: a reload would call them back.
  let leaving = false;
  addEventListener('beforeunload', () => {
    leaving = true;
    setTimeout(() => { leaving = false; }, STAYS);
  });
  const shown = Number(place.dataset.version);
  // Often enough to feel immediate, one small query each.
  follow(place.dataset, 1500, ({ version }) => {
    if (!Number.isInteger(version) || version === shown || leaving) return true;
    // Not reload(): this page may be the answer to a POST, and would be sent again.
    if (typing()) place.firstElementChild.hidden = false; else location.replace(place.querySelector('a').href);
    return false;
  });
}

/** A list says how many of its requests are different by now, in place of moving its lines under the reader's hand. */
function followList(place) {
  const note = place.firstElementChild;
  const [one, several] = note.children;
  // A list is read, not waited for.
  follow(place.dataset, 10_000, ({ changed }) => {
    if (!Number.isInteger(changed)) return true;
    note.hidden = changed === 0;
    one.hidden = changed !== 1;
    several.hidden = changed === 1;
    const count = several.querySelector('span');
    if (count.textContent !== String(changed)) count.textContent = changed;
    return true;
  });
}

for (const place of document.querySelectorAll('.live[data-question]')) {
  if (place.dataset.version) followRequest(place); else followList(place);
}
