// One room's timeline, put together from whatever arrives in whatever order: pages asked for,
// live entries, duplicates. Plain and without a clock; the screen shows `view()`.

import type { Entries, Page, Resumed } from './protocol';

export type Entry = Entries['entries'][number];
type Of<T extends Entry['type']> = Extract<Entry, { type: T }>;
export type Message = Of<'message'>;
export type Line = Message | Of<'notice'>;

export interface View {
  /** Messages and notices in rising order. Messages taken away have `gone` and no text. */
  lines: Line[];
  /** False until a page has come: an unknown room is not an empty one. */
  known: boolean;
  /** True when everything up to the newest known sequence is here. */
  complete: boolean;
  /** There is more to load by scrolling up. */
  older: boolean;
}

/** What one asked for with `follow`. */
export type Asked = { after: number | null };

/**
 * Sequences are numbers from 1 that never skip when published; but old ones may have been purged
 * since. So what counts is not whether each number is here but whether each number was covered
 * by an answer.
 */
export class Timeline {
  #entries = new Map<number, Entry>();
  #gone = new Map<string, 'author' | 'staff'>();
  /** Stretches [from, to] known to be whole, rising, never touching. */
  #covered: [number, number][] = [];
  #head = 0;
  #known = false;
  #start = false; // the room's beginning is here
  #view: View | null = null;

  /** The answer to `follow`, or what came after the cursor said in the hello. */
  page(page: Page | Resumed, asked: Asked): void {
    this.#known = true;
    const seqs = page.entries.map((entry) => entry.seq);
    const last = seqs.at(-1);
    this.#take(page.entries);
    this.head(page.head);
    // Without `more` the answer reaches to the head, even if the last ones have been purged.
    const to = page.more ? (last ?? asked.after ?? 0) : Math.max(page.head, last ?? 0);
    const from = asked.after === null ? (seqs[0] ?? page.head + 1) : asked.after + 1;
    if (asked.after === null && (seqs[0] ?? 1) <= 1) {
      this.#start = true;
      this.#cover(1, to);
    } else {
      this.#cover(from, to);
    }
    this.#view = null;
  }

  /** The answer to `earlier`, asked with this `before`. */
  older(page: Page, before: number): void {
    const first = page.entries[0]?.seq;
    this.#take(page.entries);
    this.head(page.head);
    if (!page.more) {
      this.#start = true;
      this.#cover(1, before - 1);
    } else if (first !== undefined) {
      this.#cover(first, before - 1);
    }
    this.#view = null;
  }

  /** Live entries: whole among themselves, but perhaps not after what is here. */
  entries(entries: Entry[]): void {
    const first = entries[0];
    const last = entries.at(-1);
    if (!first || !last) return;
    this.#take(entries);
    this.#cover(first.seq, last.seq);
    this.head(last.seq);
    this.#view = null;
  }

  /** The room's newest sequence, from wherever it was heard. */
  head(head: number): void {
    if (head <= this.#head) return;
    this.#head = head;
    this.#view = null;
  }

  /** Where to follow from: the last sequence before the first hole, or null to start fresh. */
  get cursor(): number | null {
    return this.#known ? (this.#covered[0]?.[1] ?? 0) : null;
  }

  /** Whether something between here and the head is missing. */
  get gap(): boolean {
    return this.#known && (this.cursor ?? 0) < this.#head;
  }

  /** The sequence to ask `earlier` with. */
  get first(): number {
    return this.#covered[0]?.[0] ?? this.#head + 1;
  }

  get newest(): number {
    return this.#head;
  }

  /** The same object until something changes. */
  view(): View {
    if (this.#view) return this.#view;
    const lines: Line[] = [];
    for (const entry of [...this.#entries.values()].sort((a, b) => a.seq - b.seq)) {
      if (entry.type === 'gone') continue;
      lines.push(entry.type === 'message' ? this.#asItStands(entry) : entry);
    }
    this.#view = {
      lines,
      known: this.#known,
      complete: this.#known && !this.gap,
      older: this.#known && !this.#start && this.first > 1,
    };
    return this.#view;
  }

  #asItStands(message: Message): Message {
    const gone = message.gone ?? this.#gone.get(message.id) ?? null;
    if (gone) return { ...message, gone, text: '', note: null, reply_to: null };
    const quoted = message.reply_to;
    if (quoted?.text && this.#gone.has(quoted.id)) {
      return { ...message, reply_to: { ...quoted, text: '' } };
    }
    return message;
  }

  #take(entries: Entry[]): void {
    for (const entry of entries) {
      if (entry.type === 'gone') this.#gone.set(entry.message, entry.by);
      if (entry.type === 'message' && entry.gone) this.#gone.set(entry.id, entry.gone);
      if (!this.#entries.has(entry.seq)) this.#entries.set(entry.seq, entry);
    }
  }

  #cover(from: number, to: number): void {
    // Kept even when empty ([n + 1, n]) while nothing else is: the cursor of an empty room.
    if (to < from && this.#covered.length > 0) return;
    const apart: [number, number][] = [];
    let [low, high] = [from, to];
    for (const [a, b] of this.#covered) {
      if (b + 1 < low || a > high + 1) apart.push([a, b]);
      else [low, high] = [Math.min(low, a), Math.max(high, b)];
    }
    apart.push([low, high]);
    this.#covered = apart.sort((x, y) => x[0] - y[0]);
  }
}
