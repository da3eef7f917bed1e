// The living picture an app draws from: the line, my places, my messages, the rooms I have open,
// my outbox. One instance per tab; youth and staff use the same.

import { SvelteMap } from 'svelte/reactivity';
import { getLanguage } from '../i18n';
import {
  forget,
  Link,
  openedLater,
  openStore,
  Outbox,
  type AnswerTo,
  type Item,
  type LineState,
  type Question,
  type Store,
} from '../wire';
import type { BackstageGroup, Desk, Evening, GroupPlace, Limits, OpeningPart, OwnMessage, OwnReport, RoomPlace, SessionPlace, Shifts, Welcome } from '../wire/protocol';
import type { News } from '../wire/link';
import { runClock, setClock } from './clock.svelte';
import { Feed } from './feed.svelte';

export interface Found {
  group: GroupPlace;
  room: RoomPlace;
  /** The session this room belongs to, for session rooms. */
  session: SessionPlace | null;
}

// A message just published leaves `mine` a moment before it arrives in the room.
const LINGER_MS = 4000;
const BOUNCE_KEY = 'bounced';
// A line that comes back at once is not worth a word. A quiet one has been waited for already.
const BLINK_MS = 1500;
// As many cursors as a hello takes.
const CURSORS_MAX = 50;

class Live {
  line: LineState = $state('off');
  /** There is no connection, for long enough to say so. */
  cut = $state(false);
  /** Null until the first snapshot: not known is not none. */
  groups: GroupPlace[] | null = $state.raw(null);
  /** Whether this adult may make a new group. */
  mayFound = $state(false);
  mine: OwnMessage[] = $state.raw([]);
  reports: OwnReport[] = $state.raw([]);
  evenings: Evening[] = $state.raw([]);
  /** Of the groups one meets young people in, for adults. */
  backstage: BackstageGroup[] = $state.raw([]);
  desk: Desk | null = $state.raw(null);
  limits: Limits | null = $state.raw(null);
  shifts: Shifts | null = $state.raw(null);
  openings: OpeningPart[] = $state.raw([]);
  items: Item[] = $state.raw([]);
  staff = $state(false);
  maxText = $state(2000);
  /** The login has ended and going to the front door did not help. */
  ended = $state(false);

  #link: Link | null = null;
  #store: Store | null = null;
  #outbox: Outbox | null = null;
  #feeds = new Map<string, Feed>();
  #heads = new SvelteMap<string, number>();
  #read = new SvelteMap<string, number>();
  #epoch = '';
  #resuming = new Set<string>();
  #blinking: ReturnType<typeof setTimeout> | undefined;
  #front = '/';

  /** Opens the line. `front` is where to go when the login has ended. */
  async start(front: string): Promise<void> {
    if (this.#link) return;
    this.#front = front;
    runClock();
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const link = new Link({
      url: `${scheme}://${location.host}/ws`,
      language: getLanguage,
      held: () => this.#held(),
      onWelcome: (welcome) => this.#welcomed(welcome),
      onNews: (news) => this.#hear(news),
      onState: (state) => this.#became(state),
      onEnd: (why) => void (why === 'signed_out' ? this.#leave() : (this.ended = true)),
    });
    this.#link = link;
    // Both at once: what is written before the storage is open must not be lost.
    const store = openedLater(openStore());
    this.#store = store;
    const outbox = new Outbox({
      store,
      submit: (question) => link.ask(question),
      onChange: (items) => (this.items = items),
    });
    this.#outbox = outbox;
    link.start();
    addEventListener('online', () => link.wake());
    addEventListener('offline', () => link.sleep());
    addEventListener('pageshow', () => link.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      link.wake();
      // Whoever comes back to a line that died unseen need not read of it before it is tried anew.
      if (link.state === 'seeking') this.#blink(true);
    });
    await outbox.load();
  }

  /** Asks the server. Rejects with `DomainError` or `LineCut`. */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q['type']>> {
    if (!this.#link) throw new Error('not started');
    return this.#link.ask(question);
  }

  /** The open room, followed from now on. */
  feed(room: string): Feed {
    let feed = this.#feeds.get(room);
    if (!feed) {
      feed = new Feed(room, this.ask.bind(this), (nonces) => this.#seen(nonces));
      this.#feeds.set(room, feed);
      if (this.line === 'on') void feed.follow();
    } else if (feed.refused && this.line === 'on') {
      void feed.follow();
    }
    return feed;
  }

  find(room: string): Found | null {
    for (const group of this.groups ?? []) {
      const place = group.rooms.find((one) => one.id === room);
      if (place) {
        const session = group.sessions.find((one) => one.room === room) ?? null;
        return { group, room: place, session };
      }
    }
    return null;
  }

  /** What goes on in a session that is near, open or just over. */
  evening(session: string): Evening | null {
    return this.evenings.find((one) => one.session === session) ?? null;
  }

  headOf(place: RoomPlace): number {
    return Math.max(place.head, this.#heads.get(place.id) ?? 0);
  }

  readOf(place: RoomPlace): number {
    return Math.max(place.read, this.#read.get(place.id) ?? 0);
  }

  unread(place: RoomPlace): boolean {
    return this.headOf(place) > this.readOf(place);
  }

  /** I have seen this room up to here. */
  read(place: RoomPlace, seq: number): void {
    if (seq <= this.readOf(place)) return;
    this.#read.set(place.id, seq);
    this.ask({ type: 'read', room: place.id, seq }).catch(() => {
      // Said again when the next message is read.
      this.#read.delete(place.id);
    });
  }

  // --- writing ---------------------------------------------------------------------------------

  post(room: string, text: string, replyTo: Item['replyTo']): void {
    this.#outbox?.post(room, text, replyTo);
  }
  again(nonce: string): void {
    this.#outbox?.again(nonce);
  }
  takeBack(nonce: string): Item | undefined {
    return this.#outbox?.takeBack(nonce);
  }
  async draft(room: string): Promise<string> {
    return (await this.#store?.draft(room)) ?? '';
  }
  keepDraft(room: string, text: string): void {
    void this.#store?.keepDraft(room, text);
  }

  /** Ends this login here: wipes what the phone keeps, then tells the server by a form. */
  async signOut(path = '/leave'): Promise<void> {
    this.#outbox?.close();
    this.#link?.stop();
    await forget();
    const form = document.createElement('form');
    form.method = 'post';
    form.action = path;
    const token = document.createElement('input');
    token.type = 'hidden';
    token.name = 'csrfmiddlewaretoken';
    token.value = document.querySelector<HTMLMetaElement>('meta[name="csrf"]')?.content ?? '';
    form.append(token);
    document.body.append(form);
    form.submit();
  }

  // --- the line --------------------------------------------------------------------------------

  /** How far each open room is held, for the hello. */
  #held(): { epoch: string | null; cursors: Record<string, number> } {
    const cursors = [...this.#feeds.values()]
      .map((feed) => [feed.room, feed.resumeFrom()] as const)
      .filter((held): held is readonly [string, number] => held[1] !== null)
      .slice(-CURSORS_MAX);
    this.#resuming = new Set(cursors.map(([room]) => room));
    return { epoch: this.#epoch || null, cursors: Object.fromEntries(cursors) };
  }

  #welcomed(welcome: Welcome): void {
    setClock(welcome.now);
    this.staff = welcome.staff;
    this.maxText = welcome.max_text;
    if (this.#epoch !== welcome.epoch) {
      for (const feed of this.#feeds.values()) feed.reset();
      this.#heads.clear();
      this.#read.clear();
      this.#resuming.clear();
    }
    this.#epoch = welcome.epoch;
  }

  #became(state: LineState): void {
    const fresh = state === 'on' && this.line !== 'quiet';
    this.line = state;
    this.#outbox?.line(state === 'on');
    for (const feed of this.#feeds.values()) {
      if (state === 'seeking') feed.cut();
      else if (fresh && this.#resuming.has(feed.room)) feed.resume();
      else if (fresh) void feed.follow();
    }
    if (state === 'seeking') this.#blink(false);
    else this.#sayCut(state === 'quiet');
  }

  #sayCut(cut: boolean): void {
    clearTimeout(this.#blinking);
    this.cut = cut;
  }

  /** Says nothing for a moment; `anew` also where it was said already. */
  #blink(anew: boolean): void {
    this.#sayCut(this.cut && !anew);
    this.#blinking = setTimeout(() => (this.cut = true), BLINK_MS);
  }

  // --- hearing ---------------------------------------------------------------------------------

  #hear(news: News): void {
    switch (news.type) {
      case 'places':
        this.groups = news.groups;
        this.mayFound = news.may_found;
        this.#settleBounce();
        for (const group of news.groups) {
          for (const room of group.rooms) this.#feeds.get(room.id)?.head(room.head);
        }
        break;
      case 'mine':
        this.#mine(news.messages);
        this.reports = news.reports;
        break;
      case 'evenings':
        this.evenings = news.evenings;
        break;
      case 'backstage':
        this.backstage = news.groups;
        break;
      case 'desk':
        this.desk = news;
        break;
      case 'openings':
        this.openings = news.openings;
        break;
      case 'shifts':
        this.shifts = news;
        break;
      case 'limits':
        this.limits = news;
        break;
      case 'entries':
        this.#head(news.room, news.entries.at(-1)?.seq ?? 0);
        this.#feeds.get(news.room)?.heard(news.entries);
        break;
      case 'resumed':
        this.#head(news.room, news.head);
        this.#feeds.get(news.room)?.resumed(news);
        break;
      case 'head':
        this.#head(news.room, news.head);
        this.#feeds.get(news.room)?.head(news.head);
        break;
      case 'heartbeat':
        setClock(news.now);
        for (const [room, head] of Object.entries(news.heads)) {
          this.#head(room, head);
          this.#feeds.get(room)?.head(head);
        }
        break;
    }
  }

  #head(room: string, head: number): void {
    if (head > (this.#heads.get(room) ?? 0)) this.#heads.set(room, head);
  }

  #mine(messages: OwnMessage[]): void {
    const here = new Set(messages.map((message) => message.nonce));
    const leaving = this.mine.filter(
      (message) =>
        !here.has(message.nonce) &&
        (message.state === 'pending' || message.state === 'held') &&
        this.#feeds.has(message.room),
    );
    this.mine = [...messages, ...leaving].sort((a, b) => a.at.localeCompare(b.at));
    this.#outbox?.settle(here);
    if (leaving.length > 0) {
      const gone = new Set(leaving);
      setTimeout(() => (this.mine = this.mine.filter((one) => !gone.has(one))), LINGER_MS);
    }
  }

  #seen(nonces: string[]): void {
    const seen = new Set(nonces);
    this.#outbox?.settle(seen);
    if (this.mine.some((one) => seen.has(one.nonce) && (one.state === 'pending' || one.state === 'held'))) {
      this.mine = this.mine.filter(
        (one) => !seen.has(one.nonce) || (one.state !== 'pending' && one.state !== 'held'),
      );
    }
  }

  async #leave(): Promise<void> {
    // Once only: should the front door send us back here, we would go in circles.
    const bounced = sessionStorage.getItem(BOUNCE_KEY) !== null;
    await forget();
    if (bounced) {
      this.ended = true;
      return;
    }
    sessionStorage.setItem(BOUNCE_KEY, '1');
    location.replace(this.#front);
  }

  #settleBounce(): void {
    try {
      sessionStorage.removeItem(BOUNCE_KEY);
    } catch {
      // No storage, no circle to guard against.
    }
  }
}

export const live = new Live();
