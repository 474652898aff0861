// What people need of a page whatever they read and work it with, beyond what axe looks at.

/** Elements that can be clicked or typed into. */
const TARGETS = 'a[href], button, input:not([type=hidden]), select, textarea, summary';

/**
 * WCAG 2.5.8: targets of at least 24 by 24 px. Excepted are links within a sentence, and a small target around whose middle a
 * circle of 24 px meets no other target.
 */
export const smallTargets = (page) => page.evaluate((targets) => {
  const boxOf = (element) => (element.closest('label') ?? element).getBoundingClientRect();
  const all = [...document.querySelectorAll(targets)].filter((element) => element.checkVisibility()
    && !element.closest('.visually-hidden, .skip-link') && boxOf(element).width > 0);
  const inSentence = (element) => {
    if (!element.matches('a') || getComputedStyle(element).display !== 'inline') return false;
    const around = element.parentElement.closest('p, li, td, th, dd, span, h1, h2, h3, div');
    return around.textContent.trim().length > element.textContent.trim().length;
  };
  const small = (box) => box.width < 24 || box.height < 24;
  const distance = (box, x, y) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  return all.filter((element) => {
    const box = boxOf(element);
    if (!small(box) || inSentence(element)) return false;
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return all.some((other) => {
      if (other === element || other.contains(element) || element.contains(other)) return false;
      const its = boxOf(other);
      const middle = Math.hypot((its.left + its.right) / 2 - x, (its.top + its.bottom) / 2 - y);
      return distance(its, x, y) < 12 || (small(its) && middle < 24);
    });
  }).map((element) => `${Math.round(boxOf(element).width)} × ${Math.round(boxOf(element).height)}: ${element.outerHTML.slice(0, 140)}`);
}, TARGETS);

/** What does not fit: the page itself, text in a box that hides what is over, or a text that lies on the one before it. */
export const cutOff = (page) => page.evaluate(() => {
  const root = document.documentElement;
  const found = root.scrollWidth > root.clientWidth ? [`the page: ${root.scrollWidth} px of ${root.clientWidth}`] : [];
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('.visually-hidden, svg') || !element.checkVisibility() || !element.innerText?.trim()) continue;
    const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element);
    // Shortened on purpose: the whole is behind the link beside it.
    if (webkitLineClamp !== 'none') continue;
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    // A control's own text line is its own affair: an input scrolls. A box of one pixel is for screen readers alone.
    if (element.matches('input, select, textarea, option') || element.clientWidth <= 1) continue;
    if ((hides(overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1)) {
      found.push(`${element.scrollWidth} × ${element.scrollHeight} px in ${element.clientWidth} × ${element.clientHeight}: ${element.outerHTML.slice(0, 140)}`);
    }
  }
  // What comes after a text must not lie on it; what floats over a page does, and is put there on purpose.
  const lies = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.4 * Math.min(a.height, b.height);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let before = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement: parent } = node;
    // A box of one pixel is for screen readers alone; the lines that are shortened away are where others stand.
    const { overflow, webkitLineClamp } = getComputedStyle(parent);
    if ((parent.clientWidth <= 1 && overflow !== 'visible') || webkitLineClamp !== 'none') continue;
    if (!node.data.trim() || parent.closest('.visually-hidden, svg, script, style, template, dialog, .skip-link, .together-bar') || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    if (boxes.some((box) => before.some((other) => lies(box, other)))) found.push(`lies on the text before it: ${parent.outerHTML.slice(0, 140)}`);
    before = boxes;
  }
  return found;
});

/** WCAG 1.4.12: spaces that readers may set themselves. Constructed, since the portal's policy admits no inline style. */
export const spaceOut = (page) => page.evaluate(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
});

/** Roles that a screen reader says by their name. */
const NAMED = new Set(['button', 'link', 'textbox', 'searchbox', 'combobox', 'listbox', 'checkbox', 'radio', 'table', 'region', 'navigation', 'search', 'img', 'image', 'heading', 'dialog', 'DisclosureTriangle']);

/** What is wrong with what a screen reader is given: nameless controls, landmarks, headings, tables. */
export async function structure(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const seen = nodes.filter(({ ignored }) => !ignored).map(({ role, name, properties = [] }) => ({
    role: role?.value, name: (name?.value ?? '').trim(), level: properties.find((one) => one.name === 'level')?.value.value,
  }));
  const of = (role) => seen.filter((node) => node.role === role);
  const found = seen.filter(({ role, name }) => NAMED.has(role) && !name).map(({ role }) => `a nameless ${role}`);
  for (const role of ['banner', 'main', 'contentinfo']) if (of(role).length !== 1) found.push(`${of(role).length} × ${role}`);
  for (const role of ['navigation', 'region', 'table', 'search']) {
    const names = of(role).map(({ name }) => name);
    for (const name of new Set(names)) if (names.filter((one) => one === name).length > 1) found.push(`several of the role ${role} are called ${name}`);
  }
  const headings = of('heading');
  if (headings.filter(({ level }) => level === 1).length !== 1) found.push(`${headings.filter(({ level }) => level === 1).length} headings of level 1`);
  let last = 0;
  for (const { level, name } of headings) {
    if (level > last + 1) found.push(`the heading “${name}” is of level ${level}, after level ${last}`);
    last = level;
  }
  found.push(...await page.evaluate(() => [...document.querySelectorAll('table')]
    .filter((table) => !table.caption?.textContent.trim() && !table.closest('.markdown')).map((table) => `a table without a caption: ${table.outerHTML.slice(0, 120)}`)));
  if (!/ – Roleport$|^Roleport$/.test(await page.title())) found.push(`the title ${await page.title()}`);
  return found;
}

/** Where the focus is: what it is, whether one sees it, and whether it comes after the last place. */
export const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const after = !window.lastFocused?.isConnected || Boolean(window.lastFocused.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.lastFocused = element;
  element.dataset.reached = '';
  return {
    html: element.outerHTML.slice(0, 140), after,
    visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor) && inView,
  };
});

/**
 * Goes through a whole page with Tab. Says which stops show no focus or come out of order, which controls were not reached, and
 * whether the focus ever leaves the page again.
 */
export async function tabThrough(page) {
  const found = [];
  await page.evaluate(() => {
    window.lastFocused = undefined;
    // From the top, also where the page has given the focus to what is wrong.
    const top = document.createElement('span');
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
  });
  const number = await page.evaluate((targets) => document.querySelectorAll(`${targets}, [tabindex]`).length, TARGETS);
  let left = false;
  for (let presses = 0; presses <= number + 1 && !left; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop) left = true;
    else if (!stop.visible) found.push(`no visible focus: ${stop.html}`);
    else if (!stop.after) found.push(`out of order: ${stop.html}`);
  }
  if (!left) found.push('the focus does not leave the page');
  found.push(...await page.evaluate((targets) => [...document.querySelectorAll(`${targets}, [tabindex="0"]`)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0 && element.dataset.reached === undefined)
    // Of radio buttons of a name Tab reaches one.
    .filter((element) => element.type !== 'radio')
    .map((element) => `not reached: ${element.outerHTML.slice(0, 140)}`), TARGETS));
  return found;
}
