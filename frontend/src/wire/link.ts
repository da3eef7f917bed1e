// The one socket. It says hello, pairs answers with questions, notices a dead line, and comes
// back by itself. It knows nothing of screens, and of rooms only how far each is held.

import type {
  Accepted,
  Acts,
  Attending,
  AgreementBook,
  Board,
  Calendar,
  Cases,
  Assessment,
  Casefile,
  CloseCode,
  ColleagueInvited,
  Course,
  Command,
  Done,
  ErrorCode,
  Event,
  Founded,
  Hello,
  Invited,
  Colleagues,
  Invites,
  OwnContact,
  Page,
  Phrase,
  Revealed,
  SideRoom,
  Transparency,
  Welcome,
} from './protocol';
import { DomainError, LineCut } from './refusal';

/** What answers each command; all others are answered by `done`. */
interface Answers {
  hello: Welcome;
  follow: Page;
  earlier: Page;
  submit: Accepted;
  attend: Attending;
  ask_talk: SideRoom;
  read_course: Course;
  read_calendar: Calendar;
  make_calendar: Calendar;
  drop_calendar: Calendar;
  propose: Accepted;
  read_agreement: AgreementBook;
  renew_phrase: Phrase;
  create_invites: Invited;
  read_colleagues: Colleagues;
  revoke_colleague: Colleagues;
  read_invites: Invites;
  revoke_invites: Invites;
  revoke_invite: Invites;
  found_group: Founded;
  invite_colleague: ColleagueInvited;
  look_case: Casefile;
  claim_case: Casefile;
  grade_case: Casefile;
  note_case: Casefile;
  list_cases: Cases;
  look_opening: Revealed;
  read_acts: Acts;
  read_board: Board;
  read_transparency: Transparency;
  read_contact: OwnContact;
  leave_contact: OwnContact;
  open_side_room: SideRoom;
  read_assessment: Assessment;
  begin_assessment: Assessment;
  answer_assessment: Assessment;
  finish_assessment: Assessment;
}
export type Language = 'nb' | 'nn' | 'en';
export type Question = Command extends infer C ? (C extends Command ? Omit<C, 're'> : never) : never;
export type AnswerTo<T extends Command['type']> = T extends keyof Answers ? Answers[T] : Done;
/** Snapshots and the stream: what comes without being asked for. */
export type News = Extract<Event, { type: 'places' | 'mine' | 'evenings' | 'backstage' | 'desk' | 'openings' | 'shifts' | 'limits' | 'entries' | 'resumed' | 'head' | 'heartbeat' }>;

export type LineState =
  /** not started, or ended for good */
  | 'off'
  /** no line yet, or lost: trying */
  | 'seeking'
  /** greeted, but silent for longer than it should be: it may come round by itself */
  | 'quiet'
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
  /** What is held already, so that the server goes on from there. */
  held: () => Pick<Hello, 'epoch' | 'cursors'>;
  /** After each hello: cursors may be stale. Called before any news of the new line. */
  onWelcome: (welcome: Welcome) => void;
  onNews: (news: News) => void;
  onState: (state: LineState) => void;
  onEnd: (why: Ending) => void;
  open?: (url: string) => Socket;
  random?: () => number;
}

const BACK_OFF_MS = { first: 500, most: 20_000 };
const FLOOD_WAIT_MS = 10_000;
// A server that restarts sends everybody away in one moment: they come back spread over this.
const RESTART_MS = 3_000;
// A line that held this long was a good one: the next loss starts the back-off anew.
const STEADY_MS = 10_000;
// Two beats and a little, so that one late beat is no news. C9 allows five seconds in all.
const QUIET_MS = { beats: 2, more: 500, least: 4_000 };
/** A quiet line is given up after this much more. */
const GIVE_UP_MS = 5_500;
// A timer this late was held up with the whole page: what came meanwhile is heard first.
const HELD_UP_MS = 1_000;
// Waking up is told by several events at once: one new socket is enough.
const JUST_NOW_MS = 1_500;
// A socket that does not open, or a question not answered within this, is taken for dead.
const PATIENCE_MS = 8_000;

const SIGNED_OUT: CloseCode = 4401;
const ORIGIN: CloseCode = 4403;
const FLOODING: CloseCode = 4429;
const RESTART: CloseCode = 4412;

interface Waiting {
  resolve: (answer: never) => void;
  reject: (why: Error) => void;
  patience: ReturnType<typeof setTimeout>;
}

export class Link {
  state: LineState = 'off';
  #options: LinkOptions;
  #socket: Socket | null = null;
  #asked = 0;
  #waiting = new Map<number, Waiting>();
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #quietMs: number = QUIET_MS.least;
  #triedAt = 0;
  #greetedAt = 0;
  #heardAt = 0;

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

  /** The phone woke up or found a network: do not wait for the next try, nor for silence. */
  wake(): void {
    if (this.state === 'off') return;
    if (this.state === 'seeking') {
      if (this.#socket && Date.now() - this.#triedAt < JUST_NOW_MS) return;
      if (this.#socket?.readyState === 1) return;
    } else if (Date.now() - this.#heardAt < this.#quietMs) return;
    this.#anew();
  }

  /** The phone says it has no network: no need to wait for silence. */
  sleep(): void {
    if (this.#greeted) this.#lost();
  }

  /**
   * Asks and waits. Rejects with `DomainError` (refused) or `LineCut` (nobody heard). A quiet line
   * takes questions, too: should it come round, they are heard.
   */
  ask<Q extends Question>(question: Q): Promise<AnswerTo<Q['type']>> {
    if (!this.#greeted) return Promise.reject(new LineCut());
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
    this.#triedAt = Date.now();
    this.#silence = setTimeout(() => this.#lost(), PATIENCE_MS);
    socket.onopen = () => {
      if (socket !== this.#socket) return;
      clearTimeout(this.#silence); // from here on it is the hello that waits
      const hello = { language: this.#options.language(), ...this.#options.held() };
      this.#send({ type: 'hello', ...hello }).catch(() => {
        if (socket === this.#socket) this.#lost();
      });
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
      // The welcome at once, so that cursors are dropped before news of the new line arrives.
      if (event.type === 'welcome') this.#welcomed(event);
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

  #welcomed(welcome: Welcome): void {
    const { beats, more, least } = QUIET_MS;
    this.#quietMs = Math.max(least, beats * welcome.heartbeat_seconds * 1000 + more);
    this.#greetedAt = Date.now();
    this.#options.onWelcome(welcome);
    this.#become('on');
    this.#heard();
  }

  get #greeted(): boolean {
    return this.state === 'on' || this.state === 'quiet';
  }

  /** Any frame shows that the line lives. */
  #heard(): void {
    this.#heardAt = Date.now();
    if (!this.#greeted) return;
    this.#become('on');
    this.#listen(this.#quietMs, () => {
      this.#become('quiet');
      this.#listen(GIVE_UP_MS, () => this.#lost());
    });
  }

  #listen(ms: number, silent: () => void): void {
    clearTimeout(this.#silence);
    const due = Date.now() + ms;
    this.#silence = setTimeout(() => {
      if (Date.now() - due < HELD_UP_MS) silent();
      // The page slept. Frames that waited are heard now; a dead line is not worth a second wait.
      else this.#silence = setTimeout(() => this.#anew(), HELD_UP_MS);
    }, ms);
  }

  #closed(code: number): void {
    if (code === SIGNED_OUT || code === ORIGIN) {
      this.stop();
      this.#options.onEnd(code === SIGNED_OUT ? 'signed_out' : 'origin');
      return;
    }
    if (code === FLOODING) this.#lost(FLOOD_WAIT_MS);
    else if (code === RESTART) this.#lost(RESTART_MS * this.#chance());
    else this.#lost();
  }

  /** A new socket, now. */
  #anew(): void {
    clearTimeout(this.#retry);
    this.#drop();
    this.#tries = 0;
    this.#become('seeking');
    this.#connect();
  }

  #lost(waitMs?: number): void {
    this.#drop();
    if (this.state === 'off') return;
    if (this.#greeted && Date.now() - this.#greetedAt > STEADY_MS) this.#tries = 0;
    this.#become('seeking');
    const ceiling = Math.min(BACK_OFF_MS.most, BACK_OFF_MS.first * 2 ** this.#tries++);
    // Jitter, so that a hall full of phones does not come back in one moment.
    const jitter = 0.5 + this.#chance() / 2;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), waitMs ?? ceiling * jitter);
  }

  #chance(): number {
    return (this.#options.random ?? Math.random)();
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
    this.#options.onState(state);
  }
}
