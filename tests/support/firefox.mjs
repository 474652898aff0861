// Firefox, the second engine: Playwright's own build of it can't be had from a package registry, so Puppeteer drives the
// system's. A page of it answers to the few words of Playwright's that support/pages.mjs and support/browser.mjs use.
import puppeteer from 'puppeteer-core';
import { baseUrl, firefox } from './env.mjs';

/** Starts it; without Firefox this fails, since a browser that was not tried must not look like one that works. */
export const startFirefox = () => puppeteer.launch({ browser: 'firefox', executablePath: firefox, headless: true });

/** Elements of a role, as the portal makes them. */
const ROLES = {
  alert: '[role=alert]',
  button: 'button',
  checkbox: 'input[type=checkbox]',
  combobox: 'select, input[list]',
  dialog: 'dialog[open]',
  group: 'fieldset, [role=group]',
  heading: 'h1, h2, h3, h4',
  link: 'a[href]',
  main: 'main',
  navigation: 'nav',
  region: '[role=region], section[aria-labelledby]',
  searchbox: 'input[type=search]',
  status: '[role=status]',
  table: 'table',
  textbox: 'input[type=text], textarea',
};

/** Runs in the page: what a finder describes, as an array of elements. */
function search(steps) {
  const words = (text) => text.replace(/\s+/g, ' ').trim();
  const text = (element) => words(element.innerText || element.textContent || '');
  const name = (element) => {
    const labelled = element.getAttribute('aria-labelledby');
    if (element.hasAttribute('aria-label')) return element.getAttribute('aria-label');
    if (labelled) return words(labelled.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
    if (element.matches('fieldset')) return words(element.querySelector('legend')?.textContent ?? '');
    return element.labels?.length ? words([...element.labels].map((label) => label.textContent).join(' ')) : text(element);
  };
  const fits = (found, { source, flags, exact }) => (exact ? found === source : new RegExp(source, flags).test(found));
  let elements = [document];
  for (const { css, named, containing, index } of steps) {
    if (css) elements = [...new Set(elements.flatMap((element) => [...element.querySelectorAll(css)]))].filter((element) => element.checkVisibility());
    if (named) elements = elements.filter((element) => fits(name(element), named));
    if (containing) elements = elements.filter((element) => fits(text(element), containing));
    if (index !== undefined) elements = elements.slice(index, index + 1);
  }
  return elements;
}

/** Like Playwright, a text fits anywhere and whatever its letters are, unless it is exact. */
function pattern(wanted, exact = false) {
  if (wanted instanceof RegExp) return { source: wanted.source, flags: wanted.flags };
  return { source: exact ? wanted : wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), flags: 'i', exact };
}

/** A place in a page; it is looked for anew whenever something is done with it. */
class Finder {
  constructor(page, steps) {
    Object.assign(this, { page, steps });
  }

  with(step) { return new Finder(this.page, [...this.steps, step]); }

  getByRole(role, { name, exact } = {}) { return this.with({ css: ROLES[role], named: name === undefined ? undefined : pattern(name, exact) }); }

  getByLabel(text, { exact } = {}) { return this.with({ css: 'input, select, textarea', named: pattern(text, exact) }); }

  /** What either finds, in the same place and of the same name. */
  or(other) {
    const [own, theirs] = [this, other].map(({ steps }) => steps.at(-1));
    return new Finder(this.page, [...this.steps.slice(0, -1), { ...own, css: `${own.css}, ${theirs.css}` }]);
  }

  getByText(text, { exact } = {}) { return this.with({ css: '*', containing: pattern(text, exact) }); }

  locator(css) { return this.with({ css }); }

  filter({ hasText }) { return this.with({ containing: pattern(hasText) }); }

  nth(index) { return this.with({ index }); }

  first() { return this.nth(0); }

  async element({ timeout = 15_000 } = {}) {
    const found = await this.page.waitForFunction(`(${search})(${JSON.stringify(this.steps)})[0] ?? false`, { timeout, polling: 50 })
      .catch((error) => { throw new Error(`nothing is ${JSON.stringify(this.steps)} on ${this.page.url()}: ${error.message}`); });
    return found.asElement();
  }

  count() { return this.page.evaluate(`(${search})(${JSON.stringify(this.steps)}).length`); }

  async waitFor(options) { await this.element(options); }

  async textContent() { return (await this.element()).evaluate((element) => element.textContent); }

  async inputValue() { return (await this.element()).evaluate((element) => element.value); }

  /** A click that leads to another page is over when that is there. */
  async click() {
    const element = await this.element();
    await element.evaluate((one) => { one.scrollIntoView({ block: 'center' }); });
    await element.click();
    await this.page.settled();
  }

  /** As if the text was pasted over what is there. */
  async fill(text) {
    await (await this.element()).evaluate((field, pasted) => {
      field.focus();
      field.select();
      document.execCommand(pasted ? 'insertText' : 'delete', false, pasted);
    }, text);
  }

  async check() {
    const element = await this.element();
    if (!await element.evaluate((box) => box.checked)) await element.click();
  }

  async selectOption(value) { await (await this.element()).select(value); }

  async press(key) {
    await (await this.element()).press(key);
    await this.page.settled();
  }
}

/** A new page of a context, with what it complains of in `problems`. */
export async function openFirefox(context) {
  const page = await context.newPage();
  const finder = new Finder(page, []);
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') page.problems.push(message.text());
  });
  const goto = page.goto.bind(page);
  const toFront = page.bringToFront.bind(page);
  Object.assign(page, {
    goto: async (path) => {
      // Firefox slows the tabs behind the one in front, and a hidden one follows no request.
      await toFront();
      await goto(new URL(path, baseUrl).href, { waitUntil: 'load' });
    },
    settled: () => page.waitForFunction(() => document.readyState === 'complete', { timeout: 15_000, polling: 50 }),
    waitForTimeout: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); }),
    getByRole: finder.getByRole.bind(finder),
    getByLabel: finder.getByLabel.bind(finder),
    getByText: finder.getByText.bind(finder),
    locator: finder.locator.bind(finder),
  });
  return page;
}

/** A context of its own with a signed-in person, as a new page. */
export async function personInFirefox(browser, person) {
  const context = await browser.createBrowserContext();
  const page = await openFirefox(context);
  await page.goto('/');
  await page.getByRole('button', { name: person.name }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return page;
}
