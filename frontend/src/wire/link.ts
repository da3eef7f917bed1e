// The one socket. It says hello, pairs answers with questions, notices a dead line, and comes
// back by itself. It knows nothing of rooms or screens.

import type {
  Accepted,
  Casefile,
  CloseCode,
  Command,
  Done,
  ErrorCode,
  Event,
  Invited,
  Page,
  Phrase,
  SideRoom,
  Welcome,
} from './protocol';
import { DomainError, LineCut } from './refusal';

/** What answers each command; all others are answered by `done`. */
interface Answers {
  hello: Welcome;
  follow: Page;
  earlier: Page;
  submit: Accepted;
  renew_phrase: Phrase;
  create_invite: Invited;
  look_case: Casefile;
  claim_case: Casefile;
  open_side_room: SideRoom;
}
export type Language = 'nb' | 'nn' | 'en';
export type Question = Command extends infer C ? (C extends Command ? Omit<C, 're'> : never) : never;
export type AnswerTo<T extends Command['type']> = T extends keyof Answers ? Answers[T] : Done;
/** Snapshots and the stream: what comes without being asked for. */
export type News = Extract<Event, { type: 'places' | 'mine' | 'desk' | 'entries' | 'head' | 'heartbeat' }>;

export type LineState =
  /** not started, or ended for good */
  | 'off'
  /** no line yet, or lost: trying */
  | 'seeking'
  /** greeted and alive */
  | 'on';

/** Why the line ended for good. */
export type Ending = 'signed_out' | 'origin';

export interface Socket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

export interface LinkOptions {
  url: string;
  language: () => Language;
  /** After each hello: cursors may be stale. Called before any news of the new line. */
  onWelcome: (welcome: Welcome) => void;
  onNews: (news: News) => void;
  /** `since` is when the state began, in ms of `Date.now()`. */
  onState: (state: LineState, since: number) => void;
  onEnd: (why: Ending) => void;
  open?: (url: string) => Socket;
  random?: () => number;
}

const BACK_OFF_MS = { first: 500, most: 20_000 };
const FLOOD_WAIT_MS = 10_000;
// A socket that does not open, or a question not answered within this, is taken for dead.
const PATIENCE_MS = 8_000;

const SIGNED_OUT: CloseCode = 4401;
const ORIGIN: CloseCode = 4403;
const FLOODING: CloseCode = 4429;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (why: Error) => void;
  patience: ReturnType<typeof setTimeout>;
}

export class Link {
  state: LineState = 'off';
  since = Date.now();
  #options: LinkOptions;
  #socket: Socket | null = null;
  #asked = 0;
  #waiting = new Map<number, Waiting>();
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #heartbeatMs = 10_000;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.state !== 'off') return;
    this.#become('seeking');
    this.#connect();
  }

  /** Ends the line; `start` begins anew. */
  stop(): void {
    clearTimeout(this.#retry);
    this.#drop();
    this.#become('off');
  }

  /** The phone woke up or found a network: do not wait for the next try. */
  wake(): void {
    if (this.state !== 'seeking') return;
    if (this.#socket?.readyState === 1) return;
    clearTimeout(this.#retry);
    this.#drop();
    this.#tries = 0;
    this.#connect();
  }

  /** The phone says it has no network: no need to wait for silence. */
  sleep(): void {
    if (this.state === 'on') this.#lost();
  }

  /** Asks and waits. Rejects with `DomainError` (refused) or `LineCut` (nobody heard). */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q['type']>> {
    if (this.state !== 'on') return Promise.reject(new LineCut());
    return this.#send(question);
  }

  #send<Q extends Question>(question: Q): Promise<AnswerTo<Q['type']>> {
    const socket = this.#socket;
    if (!socket || socket.readyState !== 1) return Promise.reject(new LineCut());
    const re = ++this.#asked;
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => this.#lost(), PATIENCE_MS);
      this.#waiting.set(re, { resolve: resolve as Waiting['resolve'], reject, patience });
      socket.send(JSON.stringify({ ...question, re }));
    });
  }

  #connect(): void {
    const open = this.#options.open ?? ((url: string) => new WebSocket(url) as Socket);
    const socket = open(this.#options.url);
    this.#socket = socket;
    this.#silence = setTimeout(() => this.#lost(), PATIENCE_MS);
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      this.#send({ type: 'hello', language: this.#options.language() }).then(
        (welcome) => {
          this.#heartbeatMs = welcome.heartbeat_seconds * 1000;
          this.#tries = 0;
          this.#heard();
          this.#become('on');
        },
        () => this.#lost(),
      );
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    };
    socket.onclose = ({ code }) => {
      if (socket === this.#socket) this.#closed(code);
    };
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return;
    this.#heard();
    const event = JSON.parse(data) as Event;
    if (event.type === 'error') {
      const refusal = new DomainError(event.code as ErrorCode, event.params);
      if (event.re !== null) this.#take(event.re)?.reject(refusal);
      return;
    }
    if ('re' in event) {
      // The welcome first, so that cursors are dropped before news of the new line arrives.
      if (event.type === 'welcome') this.#options.onWelcome(event);
      this.#take(event.re)?.resolve(event as never);
      return;
    }
    this.#options.onNews(event);
  }

  #take(re: number): Waiting | undefined {
    const waiting = this.#waiting.get(re);
    if (waiting) clearTimeout(waiting.patience);
    this.#waiting.delete(re);
    return waiting;
  }

  /** Any frame shows that the line lives; two heartbeats of silence that it does not. */
  #heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(), 2 * this.#heartbeatMs + 1000);
  }

  #closed(code: number): void {
    if (code === SIGNED_OUT || code === ORIGIN) {
      this.stop();
      this.#options.onEnd(code === SIGNED_OUT ? 'signed_out' : 'origin');
      return;
    }
    this.#lost(code === FLOODING ? FLOOD_WAIT_MS : undefined);
  }

  #lost(waitMs?: number): void {
    this.#drop();
    if (this.state === 'off') return;
    this.#become('seeking');
    const ceiling = Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** this.#tries++);
    // Jitter, so that a hall full of phones does not come back in one moment.
    const jitter = 0.5 + (this.#options.random ?? Math.random)() / 2;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), waitMs ?? ceiling * jitter);
  }

  #drop(): void {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      try {
        socket.close();
      } catch {
        // Already gone.
      }
    }
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) {
      clearTimeout(one.patience);
      one.reject(new LineCut());
    }
  }

  #become(state: LineState): void {
    if (state === this.state) return;
    this.state = state;
    this.since = Date.now();
    this.#options.onState(state, this.since);
  }
}
