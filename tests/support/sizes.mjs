// How many bytes a page takes on the wire: bodies as they are sent, compressed.
import http from 'node:http';
import { baseUrl } from './env.mjs';
import { everyPage } from './pages.mjs';

/** Pages that an address leads to: what somebody's first page may be. */
export const landings = (made) => everyPage(made).filter(({ name, address }) => address && name !== 'sign-in');

/** The body of an answer as it is sent to a browser. */
const body = (path, cookie = '') => new Promise((resolve, reject) => {
  http.get(new URL(path, baseUrl), { headers: { cookie, 'accept-encoding': 'gzip, deflate, br, zstd' } }, (response) => {
    const parts = [];
    response.on('data', (part) => parts.push(part));
    response.on('end', () => resolve({ response, bytes: parts.reduce((sum, { length }) => sum + length, 0) }));
  }).on('error', reject);
});

const files = new Map();
/** Bytes of a file with a hash in its name, asked for once. */
async function fileBytes(path) {
  if (!files.has(path)) {
    const { response, bytes } = await body(path);
    if (response.statusCode !== 200 || !/immutable/.test(response.headers['cache-control'])) throw new Error(`${path} is not kept by browsers`);
    files.set(path, bytes);
  }
  return files.get(path);
}

/**
 * What a visitor's browser loads: the page's own bytes, and those of a first visit, which has the files that the page names as well.
 * The browser's half is named by every page, and loaded where there is an island, or ahead.
 */
export async function pageBytes(visitor, address) {
  const { html } = await visitor.page(address);
  const cookie = [...visitor.jar()].map((pair) => pair.join('=')).join('; ');
  const { bytes } = await body(address, cookie);
  const wakes = html.includes('<leptos-island') || /\.wasm", true\);/.test(html);
  const named = [...new Set(html.match(/\/assets\/[\w.-]+/g))].filter((path) => wakes || !/roleport(_bg)?\.\w+\.(js|wasm)$/.test(path));
  const sizes = await Promise.all(named.map(fileBytes));
  return { page: bytes, first: sizes.reduce((sum, size) => sum + size, bytes), named };
}

/** What a browser itself has counted: the page that it shows, and its files; what came out of its cache counts nothing. */
export const counted = (page) => page.evaluate(() => {
  const sum = (kind) => performance.getEntriesByType(kind).filter(({ transferSize }) => transferSize > 0)
    .reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
  return { own: sum('navigation'), files: sum('resource') };
});
