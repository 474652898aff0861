// `make bench` and `make screenshots` take minutes and are run by hand: that they forget no page is held here.
import { expect, test } from '@playwright/test';
import { bare } from '../bench/commands.mjs';
import { faults, leftOut, pages } from '../bench/pages.mjs';
import { routeOf, routes } from '../bench/routes.mjs';
import { statementsOf } from '../bench/sql.mjs';
import { everyPage } from '../support/pages.mjs';
import { SHOWN } from '../support/shown.mjs';
import { landings } from '../support/sizes.mjs';

/** Addresses as `prepare` makes them, and rows as the seed does. */
const request = '/requests/7';
const made = {
  waiting: request, appliedApp: 'a', applied: request, role: '/roles/7', asked: request, edited: request, unmanaged: '/unmanaged/7', unmanagedApp: 'a',
  adopting: request, table: '', proposed: '/cluster-changes/7', lined: request, changing: request, together: '/requests/together?id=7',
};
const old = { role: 7, roleName: 'a', app: 'a', deepRoles: '/roles?after=7', deepQueue: 7, deepMine: 7, deepAll: 7, request: 7, bucket: 'a', event: 7, draft: '/requests/new?draft=7' };

test('every GET route is measured, or left out for a reason', () => {
  const list = pages(made, old);
  expect(faults(list)).toEqual([]);
  // The routes were found at all.
  for (const route of ['/', '/requests/{}/revisions', '/history/export.csv', '/readyz', '/shortcuts', '/api/v1/roles/{}', '/api/v1/openapi.json']) {
    expect(routes()).toContain(route);
  }
  expect(faults(list.filter(({ address }) => address !== '/style'))).toEqual(['GET /style is neither measured nor left out']);
  expect(faults([...list, list[0]])).toEqual([`${list[0].name} is there twice`]);
  for (const reason of Object.values(leftOut)) expect(reason.length).toBeGreaterThan(10);
});

test('a picture is made of each page', () => {
  const shown = new Set(landings(made).filter(({ name }) => name in SHOWN).map(({ address }) => routeOf(address)));
  const forgotten = landings(made).filter(({ address }) => !shown.has(routeOf(address)));
  expect(forgotten.map(({ name }) => name)).toEqual([]);
  expect(shown.size).toBeGreaterThan(20);
  // No picture has lost its page.
  const names = everyPage(made).map(({ name }) => name);
  expect(Object.keys(SHOWN).filter((name) => !names.includes(name))).toEqual([]);
});

test('an address is counted as the page that answers it', () => {
  expect(routeOf('/requests/new?role=7')).toBe('/requests/new');
  expect(routeOf('/requests/7?x=/style')).toBe('/requests/{}');
  expect(routeOf('/roles/7/retire')).toBe('/roles/{}/retire');
  expect(routeOf('/nope')).toBe(undefined);
});

test('each statement of a command has as many values as it takes', () => {
  for (const [command, statements] of Object.entries(bare)) {
    for (const [text, values] of statements({})) {
      const takes = Math.max(...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
      expect(values, `${command}: ${text}`).toHaveLength(takes);
    }
  }
});

test('statements and their values are read out of the log of Postgres', () => {
  const at = '2026-11-27 09:00:00.000 UTC';
  const log = [
    `${at} [7] LOG:  execute sqlx_s_1: `, '\t        select 1 from people', '\t        where name = $1 and id = $2;',
    `${at} [7] DETAIL:  parameters: $1 = 'O''Hara`, "\tof $2 = ''x''', $2 = NULL",
    `${at} [8] LOG:  execute sqlx_s_2: select * from graphile_worker.jobs`, `${at} [8] DETAIL:  parameters: $1 = '9'`,
    `${at} [7] LOG:  statement: COMMIT`, `${at} [7] ERROR:  nothing`, `${at} [7] STATEMENT:  COMMIT`, '',
  ].join('\n');
  expect(statementsOf(log)).toEqual([
    { text: 'select 1 from people\n        where name = $1 and id = $2', values: ["'O''Hara\nof $2 = ''x'''", 'NULL'] },
    { text: 'COMMIT', values: [] },
  ]);
});
