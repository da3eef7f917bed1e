// The group being made. Kept while the page is open, so that looking elsewhere loses nothing; never
// stored. And the one just made, so that its page says what comes next.

import { fresh, type Draft } from './frame';
import type { Language } from '../../wire/link';

let draft: Draft | null = $state(null);
let made = $state('');

export const making = {
  begin(language: Language): Draft {
    draft ??= fresh(language);
    return draft;
  },
  end(group: string): void {
    draft = null;
    made = group;
  },
  /** The group just made, until its next steps are put away. */
  get made(): string {
    return made;
  },
  putAway(): void {
    made = '';
  },
};
