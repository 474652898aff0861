// A list that is searched while one types: its own page is asked for, and the part that was found put in place.
const form = document.querySelector('form[data-live]');
const said = document.getElementById('found-said');

/** So long nobody has typed before the list is asked for. */
const SEARCH_AFTER = 250;

let timer;
let asked;

async function search() {
  asked?.abort();
  asked = new AbortController();
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  const address = `${form.action}${query.size ? '?' : ''}${query}`;
  try {
    // A page to sign in at is no answer.
    const answer = await fetch(address, { signal: asked.signal, redirect: 'manual' });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page.getElementById('found');
    document.getElementById('found').replaceWith(found);
    // The address is that of what is shown; going back leaves the list, and not each letter.
    history.replaceState(null, '', address);
    said.textContent = found.querySelector('h2')?.textContent ?? '';
  } catch {
    // Replaced by the next letter, or not to be had: the button still asks for it.
  }
}

// A filter that is half typed fits nothing: those wait for their button.
form?.addEventListener('input', ({ target }) => {
  if (target.type !== 'search') return;
  clearTimeout(timer);
  timer = setTimeout(search, SEARCH_AFTER);
});
