// The language that a person has chosen goes with them from browser to browser; a browser's own choice stays its own.
import { expect, test } from '@playwright/test';
import { people, Visitor } from '../support/visitor.mjs';

const COOKIE = 'roleport-language';
const languageOf = async (visitor) => /<html[^>]*\blang="(\w+)"/.exec((await visitor.page('/')).html)?.[1];
const choose = async (visitor, language) => {
  expect((await visitor.go('/language', { form: { language, next: '/' } })).status).toBe(303);
};

test('who has chosen a language reads it wherever they sign in', async () => {
  const first = await Visitor.signedIn(people.german);
  for (const language of ['de', 'en', 'de']) {
    await choose(first, language);
    expect(await languageOf(first)).toBe(language);
    const second = await Visitor.signedIn(people.german);
    expect([second.jar().get(COOKIE), await languageOf(second)]).toEqual([language, language]);
  }
  // What was chosen in a browser before the sign-in stays, and is nobody's choice but this browser's.
  const third = new Visitor();
  await choose(third, 'en');
  await third.follow('/sign-in?next=/', people.german);
  expect(await languageOf(third)).toBe('en');
  expect(await languageOf(await Visitor.signedIn(people.german))).toBe('de');
});
