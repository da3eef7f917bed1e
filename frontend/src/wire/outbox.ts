// What I have written and the room has not seen yet. A text is kept from the moment I press send
// until the server has it, through lost lines and closed tabs; the same nonce stores one message.

import type { Question } from './link';
import { newNonce } from './nonce';
import type { Accepted, ErrorCode } from './protocol';
import { DomainError } from './refusal';
import type { Parcel, Store } from './store';
import { openTabs, type Tabs } from './tabs';

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
  /** When the server took it, in ms. */
  sentAt?: number;
}

export interface OutboxOptions {
  store: Store;
  submit: (question: Extract<Question, { type: 'submit' }>) => Promise<Accepted>;
  /** Told after every change, with a new array: oldest first. */
  onChange: (items: Item[]) => void;
  tabs?: Tabs;
  now?: () => number;
}

/** Older than this, a text may say what one no longer means. */
const STALE_MS = 15 * 60_000;
// Not the text's fault: try again by ourselves.
const PASSING: ReadonlySet<ErrorCode> = new Set(['too_fast', 'slow_down', 'unavailable', 'flooding', 'hello_first']);
const PASSING_WAIT_S = 3;
// Accepted, but never seen in the room or in `mine`: it was taken back on another device.
const FORGET_MS = 120_000;
// A storage that does not answer must not keep a text from being sent.
const KEEP_MS = 1_000;

export class Outbox {
  #options: OutboxOptions;
  #tabs: Tabs;
  #items: Item[] = [];
  #line = false;
  #busy = new Set<string>(); // rooms with a submit under way, so that order is kept
  #timers = new Set<ReturnType<typeof setTimeout>>();
  /** No longer to be sent: seen by the server, taken back, or gone from another tab. */
  #done = new Set<string>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#tabs = options.tabs ?? openTabs();
    this.#tabs.onGone((nonce) => this.#left(nonce));
  }

  /** Brings back what a closed tab left. */
  async load(): Promise<void> {
    const left = await this.#options.store.parcels();
    const back = left
      .filter((parcel) => !this.#done.has(parcel.nonce) && !this.#find(parcel.nonce))
      .map((parcel): Item => ({ ...parcel, fate: parcel.refusal ? 'unsent' : 'sending' }));
    if (back.length === 0) return;
    this.#items = [...this.#items, ...back].sort((a, b) => a.at - b.at);
    this.#tell();
    this.#pump();
  }

  /** Takes a text in. Returns its nonce. */
  post(room: string, text: string, replyTo: Parcel['replyTo'] = null): string {
    const parcel: Parcel = { nonce: newNonce(), room, text, replyTo, at: this.#now(), refusal: null };
    this.#items = [...this.#items, { ...parcel, fate: 'sending' }];
    // First on the phone, then on the wire: a tab closed right now loses nothing.
    const kept = this.#options.store.keep(parcel);
    const waited = new Promise<void>((done) => this.#later(KEEP_MS, done));
    this.#tell();
    void Promise.race([kept, waited]).finally(() => this.#pump());
    return parcel.nonce;
  }

  /** The line is there, or not. */
  line(on: boolean): void {
    this.#line = on;
    if (!on) return;
    this.#pump();
    // Another tab may have been closed without a line.
    void this.load();
    this.#later(FORGET_MS, () => this.#forget());
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
    // Another tab may still ask about it.
    this.#tabs.gone(nonce);
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
    for (const nonce of nonces) if (this.#find(nonce)) this.#remove(nonce);
  }

  /** Stops all timers; for tests and sign-out. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#tabs.close();
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
      void this.#options.store.drop(item.nonce);
      this.#tabs.gone(item.nonce);
      this.#change(item.nonce, { fate: 'sent', sentAt: this.#now() });
      this.#later(FORGET_MS, () => this.#forget());
    } catch (error) {
      if (error instanceof DomainError) {
        if (PASSING.has(error.code)) {
          wait = Number(error.params['seconds'] ?? PASSING_WAIT_S) * 1000;
        } else {
          const refusal = { code: error.code, params: error.params };
          this.#change(item.nonce, { fate: 'unsent', refusal });
          // A tab opened later must not send again what was refused.
          const refused = this.#find(item.nonce);
          if (refused) void this.#options.store.keep(asParcel(refused));
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

  /** Another tab has dealt with it. What is on its way from here settles by itself. */
  #left(nonce: string): void {
    this.#done.add(nonce);
    const item = this.#find(nonce);
    if (!item || item.fate === 'sent') return;
    this.#items = this.#items.filter((one) => one !== item);
    this.#tell();
  }

  #forget(): void {
    if (!this.#line) return;
    const before = this.#now() - FORGET_MS;
    for (const item of this.#items) {
      if (item.fate === 'sent' && (item.sentAt ?? 0) <= before) this.#remove(item.nonce);
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
    this.#done.add(nonce);
    this.#items = this.#items.filter((item) => item.nonce !== nonce);
    void this.#options.store.drop(nonce);
    this.#tabs.gone(nonce);
    this.#tell();
  }

  #tell(): void {
    this.#options.onChange(this.#items);
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

function asParcel({ nonce, room, text, replyTo, at, refusal }: Item): Parcel {
  return { nonce, room, text, replyTo, at, refusal };
}
