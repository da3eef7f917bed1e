// A decision not yet made.

export interface Draft {
  action: string;
  reason: string;
  /** Stands above the text, for all. */
  note: string;
  /** Goes to the author alone. */
  words: string;
  minutes: number;
  sure: boolean;
}

export const emptyDraft = (): Draft => ({ action: '', reason: '', note: '', words: '', minutes: 10, sure: false });
