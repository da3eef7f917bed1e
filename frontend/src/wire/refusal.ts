// The two ways a command can fail: the server said no, or nobody heard it.

import type { ErrorCode } from './protocol';

export type Params = Record<string, string | number | null>;

/** The server's refusal; words stand under `errors.<code>`. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params: Params = {},
  ) {
    super(code);
    this.name = 'DomainError';
  }
}

/** The line was cut before the answer came: the command may or may not have been done. */
export class LineCut extends Error {
  constructor() {
    super('line cut');
    this.name = 'LineCut';
  }
}
