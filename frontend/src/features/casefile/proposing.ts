// The words proposed to an author, put together from the sentence for the action, the one for the
// reason, and the clause of the agreement it rests on. Pure.

import type { Casefile } from '../../wire/protocol';

type Proposals = Casefile['proposals'];

/** Nothing is proposed where the author hears nothing. */
export function propose(of: Proposals, action: string, reason: string, clause: string): string {
  const said = of.actions[action];
  if (!said) return '';
  const why = of.reasons[reason] ?? '';
  const agreed = clause ? `${of.clause} «${clause}»` : '';
  return [said, why, agreed].filter(Boolean).join(' ');
}

/** The words to stand there now: the new proposal, unless a person has changed the old one. */
export function reworded(words: string, before: string, now: string): string {
  return words.trim() === '' || words === before ? now : words;
}
