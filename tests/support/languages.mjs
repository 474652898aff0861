// What a page says to its reader, and in which language it says it.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from '@fluent/syntax';

/** Elements whose text is nobody's to translate: code, times, what people wrote, and words of another language. */
const NOT_SAID = 'code, pre, kbd, samp, time, textarea, script, style, template, .markdown, [lang]:not(html)';

/** All that a page says: texts, names for screen readers, hints, its title; each once. */
export const said = (page) => page.evaluate((notSaid) => {
  const found = new Set([document.title]);
  const note = (text) => found.add((text ?? '').replace(/\s+/g, ' ').trim());
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => (
    node.nodeType === Node.ELEMENT_NODE && node.matches(notSaid) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) note(node.data);
    else for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label']) note(node.getAttribute(name));
  }
  return [...found].filter((text) => /\p{L}/u.test(text));
}, NOT_SAID);

/** Stands for a value in a sentence. */
const VALUE = '\u{fffc}';

/** What a pattern of Fluent's can say, its values left out. */
function told({ elements }) {
  let sentences = [''];
  for (const element of elements) {
    let parts;
    if (element.type === 'TextElement') parts = [element.value];
    else if (element.expression.type === 'StringLiteral') parts = [element.expression.parse().value];
    else if (element.expression.type === 'SelectExpression') parts = element.expression.variants.flatMap((one) => told(one.value));
    else parts = [VALUE];
    sentences = sentences.flatMap((before) => parts.map((part) => before + part));
  }
  return sentences;
}

/** The texts that the sentences of a language become on a page, where elements part them. */
function textsOf(language) {
  const folder = new URL(`../../lang/${language}/`, import.meta.url);
  const messages = readdirSync(folder).flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8')).body);
  const sentences = messages.filter(({ type }) => type === 'Message').flatMap(({ value }) => told(value));
  const texts = sentences.flatMap((sentence) => sentence.split(/`[^`]*`|<\/?[a-z_]+>/));
  return new Set(texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => /\p{L}{2}/u.test(text)));
}

/** Words that make English of a text that has none of the other ones. */
const FUNCTION_WORDS = {
  en: /(?<![\w-])(the|of|is|are|and|to|for|by|with|not|this|that|it|its|has|have|you|your|from|which|who|what)(?![\w-])/i,
  de: /\b(der|die|das|den|dem|des|ist|sind|und|zu|zur|zum|für|von|mit|nicht|diese[rmns]?|es|hat|haben|Sie|Ihre?[rmns]?|aus|ein|eine[rmns]?|im|in|am|auf|nach|oder|kein|keine|über|wie)\b/,
};

/** Gives what says whether a text on a page of another language is an English one of ours, left as it is. */
export function englishIn(language) {
  const others = textsOf(language);
  const left = [...textsOf('en')].filter((text) => !others.has(text));
  const whole = new Set(left);
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // A text that is little more than a value could be anything.
  const filled = left.filter((text) => text.includes(VALUE) && text.split(VALUE).join('').replace(/\P{L}/gu, '').length > 7)
    .map((text) => new RegExp(`^${text.split(VALUE).map(escaped).join('.+')}$`, 'u'));
  return (text) => whole.has(text) || filled.some((pattern) => pattern.test(text))
    || (FUNCTION_WORDS.en.test(text) && !FUNCTION_WORDS[language].test(text));
}
