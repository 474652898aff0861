// A visitor without a browser: cookies, no redirects unless asked, any header. For what a browser would not send.
import assert from 'node:assert/strict';
import { baseUrl } from './env.mjs';

/** The people of the local sign-in provider. */
export const people = {
  dev: { sub: 'u-1001', name: 'Dana Developer' },
  other: { sub: 'u-1007', name: 'Dora Developer' },
  german: { sub: 'u-1008', name: 'Greta German' },
  ops: { sub: 'u-1002', name: 'Oscar Ops' },
  second: { sub: 'u-1003', name: 'Sam Second' },
  admin: { sub: 'u-1005', name: 'Ada Admin' },
  secondAdmin: { sub: 'u-1006', name: 'Alan Admin' },
  auditor: { sub: 'u-1004', name: 'Audrey Auditor' },
};

const decode = (text) => text
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
  .replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** Value of the first field of this name on a page. */
export function fieldValue(html, name) {
  const [tag] = (html.match(/<input\b[^>]*>/g) ?? []).filter((input) => input.includes(`name="${name}"`));
  assert.ok(tag, `the page has a field ${name}`);
  return decode(/\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '');
}

/** The text of a page, without its tags. */
export const textOf = (html) => decode(html
  .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ').replace(/<!--[\s\S]*?-->/g, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');

export class Visitor {
  /** Cookies by origin, so that the provider's and the portal's stay apart. */
  #jars = new Map();

  jar(url = baseUrl) {
    const { origin } = new URL(url, baseUrl);
    if (!this.#jars.has(origin)) this.#jars.set(origin, new Map());
    return this.#jars.get(origin);
  }

  /** One request. `form` makes it a POST as a browser on the portal's own page would send it. */
  async go(url, { form, headers, cookie, ...options } = {}) {
    const target = new URL(url, baseUrl);
    const jar = this.jar(target);
    const response = await fetch(target, {
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
      ...options,
      headers: {
        ...(form && { origin: target.origin, 'sec-fetch-site': 'same-origin' }),
        cookie: cookie ?? [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value && !/max-age=0/i.test(line)) jar.set(name, value); else jar.delete(name);
    }
    return response;
  }

  /** Follows redirects, and chooses the person when the provider asks. */
  async follow(url, person) {
    let target = new URL(url, baseUrl);
    let response = await this.go(target);
    for (let hops = 0; hops < 15; hops += 1) {
      const location = response.headers.get('location');
      if (location) {
        target = new URL(location, target);
        response = await this.go(target);
      } else if (person && target.pathname.startsWith('/interaction/')) {
        response = await this.go(target, { form: { sub: person.sub } });
      } else {
        return { response, url: target.href, html: await response.text() };
      }
    }
    throw new Error(`too many redirects at ${target.href}`);
  }

  /** Signs in through the provider, as a browser would. */
  static async signedIn(person) {
    const visitor = new Visitor();
    const { response, html } = await visitor.follow('/sign-in?next=/', person);
    assert.equal(response.status, 200, 'signed in');
    assert.ok(textOf(html).includes(person.name), `${person.name} is signed in`);
    return visitor;
  }

  /** One of each kind, by the names that pages know: nobody, and who signs in. */
  static async everybody() {
    const visitors = { nobody: new Visitor() };
    for (const who of ['dev', 'ops', 'admin', 'auditor']) visitors[who] = await Visitor.signedIn(people[who]);
    return visitors;
  }

  async page(url) {
    const response = await this.go(url);
    return { status: response.status, html: await response.text(), response };
  }
}
