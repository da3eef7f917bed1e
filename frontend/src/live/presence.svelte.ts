// Being there: while a session is open on this screen, it says so every few seconds, and hears who
// else is there. A screen nobody looks at says nothing.

import { DomainError } from '../wire';
import type { Attending, ErrorCode, Member, Share } from '../wire/protocol';
import { live } from './live.svelte';

const EVERY_MS = 2500;

export class Presence {
  here: Member[] = $state.raw([]);
  adults = $state(0);
  /** For adults alone. */
  share: Share | null = $state.raw(null);
  /** Why one may not come in: full, or over. */
  refused: ErrorCode | null = $state(null);
  refusedBy: DomainError | null = $state.raw(null);
  #room: string;

  constructor(room: string) {
    this.#room = room;
  }

  /** Says so from now on, until the function it gives is called. Use it as an effect. */
  start(): () => void {
    const say = () => void this.#say();
    say();
    const timer = setInterval(say, EVERY_MS);
    document.addEventListener('visibilitychange', say);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', say);
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
