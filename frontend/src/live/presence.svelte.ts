// Being there: while a session is open on this screen, it says so every few seconds, and hears who
// else is there. A screen nobody looks at says nothing.

import { DomainError } from '../wire';
import type { Attending, ErrorCode, Member, Share } from '../wire/protocol';
import { live } from './live.svelte';

const EVERY_MS = 2500;

class Presence {
  here: Member[] = $state.raw([]);
  adults = $state(0);
  /** For adults alone. */
  share: Share | null = $state.raw(null);
  /** Why one may not come in: full, or over. */
  refused: ErrorCode | null = $state(null);
  refusedBy: DomainError | null = $state.raw(null);
  #room: string;
  #asked = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #again = () => void this.#say();

  constructor(room: string) {
    this.#room = room;
  }

  /** Says so until the function it gives is called, however many parts of the screen ask. */
  start(): () => void {
    if (this.#asked++ === 0) {
      this.#timer = setInterval(this.#again, EVERY_MS);
      document.addEventListener('visibilitychange', this.#again);
      this.#again();
    }
    return () => {
      if (--this.#asked > 0) return;
      clearInterval(this.#timer);
      document.removeEventListener('visibilitychange', this.#again);
    };
  }

  async #say(): Promise<void> {
    if (document.visibilityState !== 'visible' || live.line !== 'on') return;
    try {
      this.#heard(await live.ask({ type: 'attend', room: this.#room }));
    } catch (error) {
      // A line that was cut is told elsewhere.
      if (!(error instanceof DomainError)) return;
      this.refused = error.code;
      this.refusedBy = error;
    }
  }

  #heard(answer: Attending): void {
    this.refused = this.refusedBy = null;
    this.here = answer.here;
    this.adults = answer.adults;
    this.share = answer.share;
  }
}

// Not drawn from: what one holds is.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const known = new Map<string, Presence>();

/** The one of this room, for all parts of the screen. */
export function presence(room: string): Presence {
  let one = known.get(room);
  if (!one) known.set(room, (one = new Presence(room)));
  return one;
}
