// One room's timeline, put together from whatever arrives in whatever order: pages asked for,
// live entries, duplicates. Plain and without a clock; the screen shows `view()`.
//
// It knows two things apart. `covered` is what the server has told, so that a hole is noticed.
// The window is what is held of it: a stretch around what is being read, however long the room.

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
  /** There is more to load by scrolling down: the newest are not held. */
  newer: boolean;
  /** The newest sequence known. */
  head: number;
}

/** More entries than this are not held. */
const HELD_MAX = 400;
/** When it is too many, so many stay: not each new line shall let go of an old one. */
const HELD_MIN = 300;

/** What one asked for with `follow`. */
export type Asked = { after: number | null };

/**
 * Sequences are numbers from 1 that never skip when published; but old ones may have been purged
 * since. So what counts is not whether each number is here but whether each number was covered
 * by an answer.
 */
export class Timeline {
  /** Rising, without doubles. */
  #entries: Entry[] = [];
  /** Who took a message away, and at which sequence. */
  #gone = new Map<string, { by: 'author' | 'staff'; seq: number }>();
  /** What was given back, with the words it has again. */
  #back = new Map<string, Of<'back'>>();
  /** Stretches [from, to] known to be whole, rising, never touching. */
  #covered: [number, number][] = [];
  /** The window: what lies outside is let go of. */
  #from = 0;
  #to = Infinity;
  #head = 0;
  #known = false;
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
    this.#cover(asked.after === null && (seqs[0] ?? 1) <= 1 ? 1 : from, to);
    this.#view = null;
  }

  /** The answer to `earlier`, asked with `before: first`: for scrolling up. */
  older(page: Page, before: number): void {
    if (before === this.#from) this.#from = lowest(page);
    this.#earlier(page, before);
  }

  /**
   * What to ask `earlier` with for everything up to `seq`. Never beyond the head known when asking:
   * an answer cannot vouch for what is said while it is on its way.
   */
  upTo(seq: number): number {
    return Math.min(seq, this.#head) + 1;
  }

  /** The last sequence of the window. */
  get last(): number {
    return Math.min(this.#to, this.#head);
  }

  /** The answer to `earlier`, asked with `before: upTo(last + limit)`: for scrolling down. */
  newer(page: Page, before: number): void {
    const first = page.more ? (page.entries[0]?.seq ?? before) : 0;
    // The window may have been cut shorter while the page was on its way: then it does not fit.
    if (this.#to === Infinity || first > this.#to + 1) return;
    this.#reach(before - 1);
    this.#earlier(page, before);
  }

  /** The answer to `earlier`: hold this and nothing else. For jumps. */
  around(page: Page, before: number): void {
    this.#entries = [];
    this.#from = lowest(page);
    this.#reach(before - 1);
    this.#earlier(page, before);
  }

  /**
   * Lets go of what is farthest from `reading`, a sequence, when too much is held. Null is the
   * newest.
   */
  trim(reading: number | null): void {
    const count = this.#entries.length;
    if (count <= HELD_MAX) return;
    const at = reading === null ? count : this.#place(reading);
    if (at > count / 2) {
      this.#entries = this.#entries.slice(count - HELD_MIN);
      this.#from = this.#entries[0]?.seq ?? 0;
    } else {
      this.#entries = this.#entries.slice(0, HELD_MIN);
      this.#to = this.#entries.at(-1)?.seq ?? 0;
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
    return this.#from > 0 ? this.#from : (this.#covered[0]?.[0] ?? this.#head + 1);
  }

  get newest(): number {
    return this.#head;
  }

  /** The same object until something changes. */
  view(): View {
    if (this.#view) return this.#view;
    const lines: Line[] = [];
    for (const entry of this.#entries) {
      if (entry.type === 'gone' || entry.type === 'back') continue;
      lines.push(entry.type === 'message' ? this.#asItStands(entry) : entry);
    }
    this.#view = {
      lines,
      known: this.#known,
      complete: this.#known && !this.gap,
      older: this.#known && this.first > 1,
      newer: this.#to < Infinity,
      head: this.#head,
    };
    return this.#view;
  }

  #asItStands(message: Message): Message {
    const taken = this.#gone.get(message.id);
    const back = this.#back.get(message.id);
    const returned = back !== undefined && back.seq > (taken?.seq ?? 0);
    if (returned && back.text !== '') {
      return { ...message, gone: null, text: back.text, note: back.note, reply_to: back.reply_to };
    }
    const gone = message.gone ?? (returned ? null : taken?.by) ?? null;
    if (gone) return { ...message, gone, text: '', note: null, reply_to: null };
    const quoted = message.reply_to;
    if (quoted?.text && this.#away(quoted.id)) {
      return { ...message, reply_to: { ...quoted, text: '' } };
    }
    return message;
  }

  #away(id: string): boolean {
    return (this.#gone.get(id)?.seq ?? 0) > (this.#back.get(id)?.seq ?? 0);
  }

  #earlier(page: Page, before: number): void {
    const first = page.entries[0]?.seq;
    this.#take(page.entries);
    this.head(page.head);
    if (!page.more) this.#cover(1, before - 1);
    else if (first !== undefined) this.#cover(first, before - 1);
    this.#view = null;
  }

  /** The window's lower end. At the head it stays open for what comes. */
  #reach(to: number): void {
    // Something newer may have been let go of while the page was on its way.
    this.#to = to >= this.#head ? Infinity : to;
  }

  #take(entries: Entry[]): void {
    for (const entry of entries) {
      if (entry.type === 'gone') this.#takeAway(entry.message, entry.by, entry.seq);
      if (entry.type === 'message' && entry.gone) this.#takeAway(entry.id, entry.gone, entry.seq);
      if (entry.type === 'back' && entry.seq > (this.#back.get(entry.message)?.seq ?? 0)) {
        this.#back.set(entry.message, entry);
      }
      if (entry.seq < this.#from || entry.seq > this.#to) continue;
      const at = this.#place(entry.seq);
      if (this.#entries[at]?.seq !== entry.seq) this.#entries.splice(at, 0, entry);
    }
  }

  #takeAway(id: string, by: 'author' | 'staff', seq: number): void {
    if (seq > (this.#gone.get(id)?.seq ?? 0)) this.#gone.set(id, { by, seq });
  }

  /** Where this sequence stands among what is held, or would stand. */
  #place(seq: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.seq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
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

/** From where on a window holds everything, when this page is its beginning. 0 is from the start. */
function lowest(page: Page): number {
  return page.more ? (page.entries[0]?.seq ?? 0) : 0;
}
