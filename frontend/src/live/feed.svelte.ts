// One open room: its timeline on the screen, and the asking that keeps it whole.

import { DomainError, Timeline, type Message, type View } from '../wire';
import type { Link } from '../wire';
import type { Page, Resumed } from '../wire/protocol';
import type { Entry } from '../wire/timeline';

// A heartbeat may overtake entries already on their way: only then ask again.
const GAP_PATIENCE_MS = 2000;
// What the hello asked for comes by itself. A hall full of phones that comes back at once takes
// a moment, and would take longer if everybody asked twice.
const RESUME_PATIENCE_MS = 5000;
const PAGE = 50;
// A message farther back than this is not looked for.
const FIND_PAGES = 20;
const FIND_LIMIT = 100;

type Ask = Link['ask'];
/** Where a page was asked for. */
type Way = 'older' | 'newer' | 'around';

export class Feed {
  readonly room: string;
  view: View = $state.raw({ lines: [], known: false, complete: false, older: false, newer: false, head: 0 });
  /** The server says this room is not there (any more) for me. */
  refused = $state(false);
  loading: Way | null = $state(null);
  /** The line being read, or null at the newest: what is far from it is let go of. */
  reading: number | null = null;
  /** Nothing is missing, as far as the line that is there now can tell. */
  readonly whole: boolean = $derived.by(() => this.#upToDate && this.view.complete);
  #upToDate = $state(false);
  #ask: Ask;
  #onNonces: (nonces: string[]) => void;
  #timeline = new Timeline();
  #underWay: Promise<unknown> = Promise.resolve();
  #following = false;
  #again = false;
  #resumeAfter: number | null = null;
  #gap: ReturnType<typeof setTimeout> | undefined;

  constructor(room: string, ask: Ask, onNonces: (nonces: string[]) => void) {
    this.room = room;
    this.#ask = ask;
    this.#onNonces = onNonces;
  }

  /** Newest sequence known. */
  get newest(): number {
    return this.#timeline.newest;
  }

  /** For the hello: what came after this is wanted. Null for a room that is not known yet. */
  resumeFrom(): number | null {
    this.#resumeAfter = this.#timeline.cursor;
    return this.#resumeAfter;
  }

  /** The line is gone: nobody knows what is said in the meantime. */
  cut(): void {
    this.#waitNoMore();
    this.#upToDate = false;
  }

  /** The hello asked for what came since: it will come by itself. */
  resume(): void {
    this.#watchGap(RESUME_PATIENCE_MS);
  }

  resumed(part: Resumed): void {
    this.#timeline.page(part, { after: this.#resumeAfter });
    this.#resumeAfter = part.entries.at(-1)?.seq ?? this.#resumeAfter;
    this.refused = false;
    this.#upToDate = !part.more;
    this.#took(part.entries);
    this.#waitNoMore();
    this.#watchGap(part.more ? RESUME_PATIENCE_MS : GAP_PATIENCE_MS);
  }

  /** Catches up with the room and hears it live: on opening it, or where something is missing. */
  async follow(): Promise<void> {
    if (this.#following) {
      this.#again = true;
      return;
    }
    this.#following = true;
    try {
      do {
        this.#again = false;
        let more = true;
        while (more) {
          const after = this.#timeline.cursor;
          const page = await this.#ask({ type: 'follow', room: this.room, after });
          this.refused = false;
          this.#timeline.page(page, { after });
          this.#took(page.entries);
          // A page that brings nothing new would be asked for for ever.
          more = page.more && this.#timeline.cursor !== after;
        }
        this.#upToDate = true;
      } while (this.#again);
    } catch (error) {
      // A cut line: the next one follows again.
      if (error instanceof DomainError && error.code === 'room_not_found') this.refused = true;
    } finally {
      this.#following = false;
    }
  }

  /** Older entries, for scrolling up. True when they came. */
  async older(): Promise<boolean> {
    if (!this.view.older || this.loading) return false;
    const before = this.#timeline.first;
    return this.#load('older', before, (page) => this.#timeline.older(page, before));
  }

  /** Newer entries, for scrolling down again. True when they came. */
  async newer(): Promise<boolean> {
    if (!this.view.newer || this.loading) return false;
    const before = this.#timeline.upTo(this.#timeline.last + PAGE);
    return this.#load('newer', before, (page) => this.#timeline.newer(page, before));
  }

  /** Holds what is around this sequence instead. True when it does. */
  async around(seq: number): Promise<boolean> {
    await this.#underWay;
    const before = this.#timeline.upTo(seq + PAGE / 2);
    return this.#load('around', before, (page) => {
      this.reading = seq;
      this.#timeline.around(page, before);
    });
  }

  /** Holds the newest again. True when it does. */
  async toNewest(): Promise<boolean> {
    if (!this.view.newer) return true;
    const there = await this.around(this.newest);
    if (there) this.reading = null;
    return there;
  }

  /** The sequence of a message above what is held, or null if it is not found. */
  async find(message: string): Promise<number | null> {
    let before = this.#timeline.first;
    for (let pages = 0; pages < FIND_PAGES && before > 1; pages++) {
      const page = await this.#ask({ type: 'earlier', room: this.room, before, limit: FIND_LIMIT });
      const found = page.entries.find((entry) => entry.type === 'message' && entry.id === message);
      if (found) return found.seq;
      before = page.more ? (page.entries[0]?.seq ?? 1) : 1;
    }
    return null;
  }

  #load(way: Way, before: number, take: (page: Page) => void): Promise<boolean> {
    const work = async () => {
      this.loading = way;
      try {
        const page = await this.#ask({ type: 'earlier', room: this.room, before, limit: PAGE });
        take(page);
        this.#took(page.entries);
        return true;
      } catch {
        // Scrolling on asks again.
        return false;
      } finally {
        this.loading = null;
      }
    };
    const done = work();
    this.#underWay = done;
    return done;
  }

  heard(entries: Entry[]): void {
    this.#timeline.entries(entries);
    this.#took(entries);
    this.#watchGap();
  }

  head(head: number): void {
    this.#timeline.head(head);
    this.#watchGap();
  }

  /** The database was restored: nothing held so far counts. */
  reset(): void {
    this.#timeline = new Timeline();
    this.#upToDate = false;
    this.reading = null;
    this.view = this.#timeline.view();
  }

  #took(entries: Entry[]): void {
    this.#timeline.trim(this.reading);
    this.view = this.#timeline.view();
    const nonces = entries
      .filter((entry): entry is Message => entry.type === 'message')
      .map((entry) => entry.nonce);
    if (nonces.length > 0) this.#onNonces(nonces);
  }

  /** Asks again where waiting did not help. Waiting is not begun anew by every heartbeat. */
  #watchGap(patience = GAP_PATIENCE_MS): void {
    if (this.#upToDate && !this.#timeline.gap) return this.#waitNoMore();
    this.#gap ??= setTimeout(() => {
      this.#gap = undefined;
      this.view = this.#timeline.view();
      void this.follow();
    }, patience);
  }

  #waitNoMore(): void {
    clearTimeout(this.#gap);
    this.#gap = undefined;
  }
}
