// What I have written and the room has not seen yet. A text is kept from the moment I press send
// until the server has it, through lost lines and closed tabs; the same nonce stores one message.

import type { Question } from './link';
import { newNonce } from './nonce';
import type { Accepted, ErrorCode } from './protocol';
import { DomainError, type Params } from './refusal';
import type { Parcel, Store } from './store';

export type Fate =
  /** on its way, or waiting for a line */
  | 'sending'
  /** the server has it; not settled yet */
  | 'sent'
  /** too old to send without asking */
  | 'asks'
  /** refused; `refusal` says why. The text stays until it is taken back or tried again. */
  | 'unsent';

export interface Item extends Parcel {
  fate: Fate;
  refusal: { code: ErrorCode; params: Params } | null;
}

export interface OutboxOptions {
  store: Store;
  submit: (question: Extract<Question, { type: 'submit' }>) => Promise<Accepted>;
  /** Told after every change, with a new array: oldest first. */
  onChange: (items: Item[]) => void;
  now?: () => number;
}

/** Older than this, a text may say what one no longer means. */
const STALE_MS = 15 * 60_000;
// Not the text's fault: try again by ourselves.
const PASSING: ReadonlySet<ErrorCode> = new Set(['too_fast', 'unavailable', 'flooding', 'hello_first']);
const PASSING_WAIT_S = 3;
// Accepted, but never seen in the room or in `mine`: it was taken back on another device.
const FORGET_MS = 30_000;

export class Outbox {
  #options: OutboxOptions;
  #items: Item[] = [];
  #line = false;
  #busy = new Set<string>(); // rooms with a submit under way, so that order is kept
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #settled = new Set<string>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Brings back what an earlier tab left. Call before the first `line(true)`. */
  async load(): Promise<void> {
    const known = new Set(this.#items.map((item) => item.nonce));
    const left = await this.#options.store.parcels();
    const back = left
      .filter((parcel) => !known.has(parcel.nonce))
      .map((parcel): Item => ({ ...parcel, fate: 'sending', refusal: null }));
    this.#items = [...back, ...this.#items];
    this.#tell();
    this.#pump();
  }

  /** Takes a text in. Returns its nonce. */
  post(room: string, text: string, replyTo: Parcel['replyTo'] = null): string {
    const parcel: Parcel = { nonce: newNonce(), room, text, replyTo, at: this.#now() };
    this.#items = [...this.#items, { ...parcel, fate: 'sending', refusal: null }];
    // First on the phone, then on the wire: a tab closed right now loses nothing.
    const kept = this.#options.store.keep(parcel);
    this.#tell();
    void kept.finally(() => this.#pump());
    return parcel.nonce;
  }

  /** The line is there, or not. */
  line(on: boolean): void {
    this.#line = on;
    if (on) this.#pump();
  }

  /** Send it after all: asked for, or tried again. Counts as written now. */
  again(nonce: string): void {
    const item = this.#find(nonce);
    if (!item || (item.fate !== 'asks' && item.fate !== 'unsent')) return;
    // A refused text may go under its old nonce: nothing was stored for it. Except where the
    // nonce itself was the trouble.
    const renewed: Item = { ...item, fate: 'sending', refusal: null, at: this.#now() };
    if (item.refusal?.code === 'nonce_reused') {
      void this.#options.store.drop(nonce);
      renewed.nonce = newNonce();
    }
    if (item.refusal?.code === 'reply_gone') renewed.replyTo = null;
    this.#items = this.#items.map((one) => (one.nonce === nonce ? renewed : one));
    void this.#options.store.keep(asParcel(renewed));
    this.#tell();
    this.#pump();
  }

  /** Out of the outbox, to be thrown away or put back into the composer. */
  takeBack(nonce: string): Item | undefined {
    const item = this.#find(nonce);
    if (item) this.#remove(nonce);
    return item;
  }

  /** These are known to the server by now: they show up in the room or in `mine`. */
  settle(nonces: Iterable<string>): void {
    for (const nonce of nonces) {
      if (!this.#find(nonce)) continue;
      this.#settled.add(nonce);
      this.#remove(nonce);
    }
  }

  /** Stops all timers; for tests and sign-out. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#line = false;
  }

  #pump(): void {
    if (!this.#line) return;
    const seen = new Set<string>();
    for (const item of this.#items) {
      if (item.fate !== 'sending' || seen.has(item.room)) continue;
      if (this.#now() - item.at > STALE_MS) {
        this.#change(item.nonce, { fate: 'asks' });
        continue;
      }
      seen.add(item.room);
      if (!this.#busy.has(item.room)) void this.#submit(item);
    }
  }

  async #submit(item: Item): Promise<void> {
    this.#busy.add(item.room);
    let wait = 0;
    try {
      await this.#options.submit({
        type: 'submit',
        room: item.room,
        nonce: item.nonce,
        text: item.text,
        reply_to: item.replyTo?.id ?? null,
      });
      // Durable there: it need not lie here any longer.
      await this.#options.store.drop(item.nonce);
      if (!this.#settled.has(item.nonce)) this.#change(item.nonce, { fate: 'sent' });
      this.#later(FORGET_MS, () => {
        if (this.#line && this.#find(item.nonce)?.fate === 'sent') this.#remove(item.nonce);
      });
    } catch (error) {
      if (error instanceof DomainError) {
        if (PASSING.has(error.code)) {
          wait = Number(error.params['seconds'] ?? PASSING_WAIT_S) * 1000;
        } else {
          this.#change(item.nonce, {
            fate: 'unsent',
            refusal: { code: error.code, params: error.params },
          });
        }
      } else {
        // The line was cut: it stays "sending" and goes again with the next line.
        this.#busy.delete(item.room);
        return;
      }
    }
    if (wait > 0) {
      this.#later(wait, () => {
        this.#busy.delete(item.room);
        this.#pump();
      });
    } else {
      this.#busy.delete(item.room);
      this.#pump();
    }
  }

  #later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #find(nonce: string): Item | undefined {
    return this.#items.find((item) => item.nonce === nonce);
  }

  #change(nonce: string, change: Partial<Item>): void {
    if (!this.#find(nonce)) return;
    this.#items = this.#items.map((item) => (item.nonce === nonce ? { ...item, ...change } : item));
    this.#tell();
  }

  #remove(nonce: string): void {
    this.#items = this.#items.filter((item) => item.nonce !== nonce);
    void this.#options.store.drop(nonce);
    this.#tell();
  }

  #tell(): void {
    this.#options.onChange(this.#items);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function asParcel({ nonce, room, text, replyTo, at }: Item): Parcel {
  return { nonce, room, text, replyTo, at };
}
