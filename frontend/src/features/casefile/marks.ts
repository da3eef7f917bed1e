// The words that carried a finding, gathered for the legend under the message. Pure.

import type { Segment } from '../../wire/protocol';

export type Family = 'care' | 'conduct' | 'privacy';

const CARE = new Set(['crisis_suicide', 'crisis_selfharm', 'crisis_abuse', 'self_directed', 'reported_abuse']);
const PRIVACY = new Set(['personal_data', 'contact']);

export function familyOf(heads: readonly string[]): Family {
  if (heads.some((head) => CARE.has(head))) return 'care';
  return heads.some((head) => PRIVACY.has(head)) ? 'privacy' : 'conduct';
}

export interface Carried {
  head: string;
  family: Family;
  /** Each stretch once, in the order of the text. */
  words: string[];
}

/** Neighbouring segments of one head are one stretch, even where another head begins inside. */
export function carried(segments: readonly Segment[]): Carried[] {
  const heads = [...new Set(segments.flatMap((one) => one.heads))];
  return heads.map((head) => {
    const words: string[] = [];
    let open = '';
    for (const one of [...segments, { text: '', heads: [] }]) {
      if (one.heads.includes(head)) {
        open += one.text;
      } else if (open) {
        words.push(open.trim());
        open = '';
      }
    }
    return { head, family: familyOf([head]), words: [...new Set(words)] };
  });
}
