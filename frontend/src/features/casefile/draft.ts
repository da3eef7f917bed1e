// A decision not yet made.

export interface Draft {
  action: string;
  reason: string;
  /** The part of the agreement it rests on; empty: none named. */
  clause: string;
  /** Stands above the text, for all. */
  note: string;
  /** Goes to the author alone. */
  words: string;
  /** What was proposed last, to know whether a person has changed it. */
  proposed: string;
  minutes: number;
  sure: boolean;
}

export const emptyDraft = (): Draft => ({
  ...{ action: '', reason: '', clause: '', note: '', words: '', proposed: '' },
  minutes: 10,
  sure: false,
});
