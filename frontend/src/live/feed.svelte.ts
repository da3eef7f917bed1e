// One open room: its timeline on the screen, and the asking that keeps it whole.

import { DomainError, Timeline, type Message, type View } from '../wire';
import type { Link } from '../wire';
import type { Resumed } from '../wire/protocol';
import type { Entry } from '../wire/timeline';

// A heartbeat may overtake entries already on their way: only then ask again.
const GAP_PATIENCE_MS = 2000;
// What the hello asked for comes by itself. A hall full of phones that comes back at once takes
// a moment, and would take longer if everybody asked twice.
const RESUME_PATIENCE_MS = 5000;

type Ask = Link['ask'];

export class Feed {
  readonly room: string;
  view: View = $state.raw({ lines: [], known: false, complete: false, older: false });
  /** The server says this room is not there (any more) for me. */
  refused = $state(false);
  loadingOlder = $state(false);
  /** Nothing is missing, as far as the line that is there now can tell. */
  readonly whole: boolean = $derived.by(() => this.#upToDate && this.view.complete);
  #upToDate = $state(false);
  #ask: Ask;
  #onNonces: (nonces: string[]) => void;
  #timeline = new Timeline();
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

  /** Older entries, for scrolling up. */
  async older(): Promise<void> {
    if (this.loadingOlder || !this.view.older) return;
    this.loadingOlder = true;
    try {
      const before = this.#timeline.first;
      const page = await this.#ask({ type: 'earlier', room: this.room, before, limit: 50 });
      this.#timeline.older(page, before);
      this.#took(page.entries);
    } catch {
      // Scrolling up again asks again.
    } finally {
      this.loadingOlder = false;
    }
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
    this.view = this.#timeline.view();
  }

  #took(entries: Entry[]): void {
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
