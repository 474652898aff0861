// The documentation names files; a file that has moved on is named anew.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const repo = new URL('../../', import.meta.url);
/** All files, but for what is installed, built or left by a run. */
const filesIn = (folder) => readdirSync(new URL(folder, repo), { withFileTypes: true }).flatMap((entry) => {
  if (!entry.isDirectory()) return [`${folder}${entry.name}`];
  return /^(?:\.git|\.roleport|node_modules|site|target|test-results)$/.test(entry.name) ? [] : filesIn(`${folder}${entry.name}/`);
});
const files = filesIn('./').map((file) => file.slice(2));

/** Whether a file is there, by its whole path or by the end of it: `store/requests.rs`, `axe.spec`. */
const isThere = (name) => files.some((file) => `/${file}`.endsWith(`/${name.replace(/\.spec$/, '.spec.mjs')}`));

test('each file that the documentation names is there', () => {
  const named = [];
  for (const document of files.filter((file) => file.endsWith('.md'))) {
    const text = readFileSync(new URL(document, repo), 'utf8');
    for (const [, name] of text.matchAll(/`([\w./-]+\.(?:rs|mjs|js|css|sql|ftl|spec))`/g)) named.push({ document, name });
  }
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(({ name }) => !isThere(name)).map(({ document, name }) => `${document}: ${name}`)).toEqual([]);
  expect(isThere('store/role_list.rs')).toBe(true);
  expect(isThere('store/no_such_file.rs')).toBe(false);
});
