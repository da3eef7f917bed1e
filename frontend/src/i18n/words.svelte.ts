// The same catalogues as the server's (forum/words), one language at a time, only the areas an
// entry asks for. `t` reads reactive state, so that a change of language redraws without reload.

import type app from '../../../forum/words/nb/app.json';
import type errors from '../../../forum/words/nb/errors.json';
import type staff from '../../../forum/words/nb/staff.json';
import type { Language } from '../wire/link';
import { DomainError, LineCut, type Params } from '../wire/refusal';

export type Area = 'app' | 'errors' | 'staff';
export type Key = keyof typeof app | keyof typeof errors | keyof typeof staff;

export const LANGUAGES: readonly Language[] = ['nb', 'nn', 'en'];
/** Each language calls itself by its own name. */
export const NAMES: Record<Language, string> = { nb: 'Bokmål', nn: 'Nynorsk', en: 'English' };

const files = import.meta.glob<Record<string, string>>(
  '../../../forum/words/{nb,nn,en}/{app,errors,staff}.json',
  { import: 'default' },
);

let areas: readonly Area[] = ['app', 'errors'];
let language = $state<Language>('nb');
let words = $state.raw<Record<string, string>>({});

export function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

export function getLanguage(): Language {
  return language;
}

/** Loads a language and shows it. `only` names the areas this entry needs; kept for next time. */
export async function setLanguage(next: Language, only?: readonly Area[]): Promise<void> {
  areas = only ?? areas;
  const parts = await Promise.all(
    areas.map((area) => files[`../../../forum/words/${next}/${area}.json`]?.() ?? {}),
  );
  words = Object.assign({}, ...parts) as Record<string, string>;
  language = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** The words of one area in another language than the one that is shown. */
export async function wordsOf(other: Language, area: Area): Promise<Record<string, string>> {
  return (await files[`../../../forum/words/${other}/${area}.json`]?.()) ?? {};
}

/** The words for a key, with `{name}` filled in. A missing key shows itself. */
export function t(key: Key, params: Params = {}): string {
  return fill(words[key] ?? key, params);
}

/** Whether there are words for this; for keys put together from what the server sends. */
export function asKey(key: string): Key | null {
  return key in words ? (key as Key) : null;
}

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined || value === null ? whole : String(value);
  });
}

/** Words for anything that went wrong with a command. */
export function refusalWords(error: unknown): string {
  if (error instanceof LineCut) return t('app.line.cut');
  if (error instanceof DomainError) {
    const key = asKey(`errors.${error.code}`);
    if (key) return t(key, error.params);
  }
  return t('errors.unavailable');
}
