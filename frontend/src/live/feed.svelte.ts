// One open room: its timeline on the screen, and the asking that keeps it whole.

import { DomainError, Timeline, type Message, type View } from '../wire';
import type { Link } from '../wire';
import type { Entry } from '../wire/timeline';

// A heartbeat may overtake entries already on their way: only then ask again.
const GAP_PATIENCE_MS = 1200;

type Ask = Link['ask'];

export class Feed {
  readonly room: string;
  view: View = $state.raw({ lines: [], known: false, complete: false, older: false });
  /** The server says this room is not there (any more) for me. */
  refused = $state(false);
  loadingOlder = $state(false);
  #ask: Ask;
  #onNonces: (nonces: string[]) => void;
  #timeline = new Timeline();
  #following = false;
  #again = false;
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

  /** Catches up with the room and hears it live; to be called on opening and on each new line. */
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
    this.view = this.#timeline.view();
  }

  #took(entries: Entry[]): void {
    this.view = this.#timeline.view();
    const nonces = entries
      .filter((entry): entry is Message => entry.type === 'message')
      .map((entry) => entry.nonce);
    if (nonces.length > 0) this.#onNonces(nonces);
  }

  #watchGap(): void {
    clearTimeout(this.#gap);
    if (!this.#timeline.gap) return;
    this.#gap = setTimeout(() => {
      this.view = this.#timeline.view();
      if (this.#timeline.gap) void this.follow();
    }, GAP_PATIENCE_MS);
  }
}
