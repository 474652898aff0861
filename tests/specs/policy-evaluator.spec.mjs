// The evaluator in domain/ against one that shares no code with it. The Rust tests write the cases
// (domain/tests/rules/policy_cases.rs), with our answer in each.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { differences } from '../policy/differences.mjs';
import { simulate, translated } from '../policy/second-opinion.mjs';
import { policyCases } from '../support/env.mjs';

const cases = JSON.parse(readFileSync(policyCases('policy-cases.json')));

test('two evaluators give the same answer to every generated case', () => {
  // 20 s on a quiet machine.
  test.setTimeout(240_000);
  expect(cases.length).toBeGreaterThanOrEqual(10_000);
  const uses = Object.fromEntries(differences.map(({ name }) => [name, 0]));
  const unexplained = [];
  for (const one of cases) {
    const { translation, used } = translated(one);
    const answer = simulate(translation);
    if (answer !== one.decision) unexplained.push({ ours: one.decision, theirs: answer, case: one });
    // Where a difference was taken away, does it really make one? A few times is enough.
    for (const name of used.filter((name) => uses[name] < 3)) {
      if (simulate(translated(one, name).translation) !== one.decision) uses[name] += 1;
    }
  }
  for (const one of unexplained) console.log(JSON.stringify(one));
  expect(unexplained.length, 'disagreements that no known difference explains; each is printed').toBe(0);
  expect(Object.entries(uses).filter(([, count]) => count === 0), 'differences that explain nothing').toEqual([]);
});
