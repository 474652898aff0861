// What can be asked for by GET: read out of the sources that say it, so that no page is forgotten where pages are listed.
import { readdirSync, readFileSync } from 'node:fs';

const repo = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, repo), 'utf8');
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);

/** The Rust files of a folder, without those of its folders. */
const filesOf = (folder) => readdirSync(new URL(folder, repo)).filter((name) => name.endsWith('.rs')).map((name) => read(folder + name));

/** The paths whose handlers take GET, wherever in their chain it stands. */
const handled = (text) => text.split('.route(').slice(1).map((rest) => rest.split(/\.(?:merge|fallback|nest)\(|;\n/)[0])
  .filter((rest) => /\b(?:get|any)\(/.test(rest)).map((rest) => /^\s*"([^"]*)"/.exec(rest)[1]);

/** The patterns of all GET routes, with `{}` for a parameter, in order. */
export function routes() {
  const pages = all(read('app/src/app.rs'), /\bpath!\("([^"]*)"\)/g);
  const http = filesOf('server/src/http/').flatMap(handled);
  const api = filesOf('server/src/http/api/').flatMap((text) => [
    ...all(text, /#\[utoipa::path\(\s*get,\s*path = "([^"]*)"/g), ...handled(text),
  ]).map((path) => `/api/v1${path}`);
  return [...new Set([...pages, ...http, ...api].map((path) => path.replace(/:\w+|\{\w+\}/g, '{}')))].toSorted();
}

/** The route of an address: of several that fit the one with the fewest parameters. */
export function routeOf(address, known = routes()) {
  const { pathname } = new URL(address, 'http://portal');
  const given = pathname.split('/');
  const fits = (pattern) => {
    const parts = pattern.split('/');
    return parts.length === given.length && parts.every((part, index) => part === given[index] || (part === '{}' && given[index]));
  };
  const parameters = (pattern) => pattern.split('{}').length;
  return known.filter(fits).toSorted((one, other) => parameters(one) - parameters(other))[0];
}
