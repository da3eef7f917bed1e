// C1, C3: what I wrote is kept until the server has it, and stored once.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DATABASE, forget } from './forget';
import { newNonce } from './nonce';
import { Outbox, type Item } from './outbox';
import type { Accepted } from './protocol';
import { DomainError, LineCut } from './refusal';
import { inMemory, openedLater, openStore, type Store } from './store';
import type { Tabs } from './tabs';

type Sent = { room: string; nonce: string; text: string; reply_to?: string | null };

let store: Store;
let outbox: Outbox;
let items: Item[];
let sent: Sent[];
let answer: (question: Sent) => Promise<Accepted>;
let clock: number;

const accepted = async (question: Sent): Promise<Accepted> => ({
  type: 'accepted',
  re: 1,
  nonce: question.nonce,
  message: `m-${question.nonce}`,
});

// The real channel would keep the test running.
const alone: Tabs = { gone() {}, onGone() {}, close() {} };

function make(): Outbox {
  return new Outbox({
    store,
    tabs: alone,
    submit: (question) => {
      sent.push(question);
      return answer(question);
    },
    onChange: (now) => (items = now),
    now: () => clock,
  });
}
const fates = () => items.map((item) => item.fate);
const until = (check: () => boolean) => vi.waitFor(() => expect(check()).toBe(true));

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
  items = [];
  sent = [];
  answer = accepted;
  clock = Date.parse('2026-11-23T18:00:00Z');
  outbox = make();
});
afterEach(() => outbox.close());

describe('sending', () => {
  it('goes at once when there is a line', async () => {
    outbox.line(true);
    outbox.post('r', 'hei');
    expect(fates()).toEqual(['sending']);
    await until(() => items[0]?.fate === 'sent');
    expect(sent).toHaveLength(1);
    expect(await store.parcels()).toEqual([]);
  });

  it('waits for a line, and goes with the same nonce', async () => {
    const nonce = outbox.post('r', 'hei');
    await new Promise((done) => setTimeout(done, 10));
    expect(sent).toEqual([]);
    outbox.line(true);
    await until(() => items[0]?.fate === 'sent');
    expect(sent[0]?.nonce).toBe(nonce);
  });

  it('goes again with the same nonce after a cut', async () => {
    answer = () => Promise.reject(new LineCut());
    outbox.line(true);
    const nonce = outbox.post('r', 'hei');
    await until(() => sent.length === 1);
    outbox.line(false);
    answer = accepted;
    outbox.line(true);
    await until(() => items[0]?.fate === 'sent');
    expect(sent.map((one) => one.nonce)).toEqual([nonce, nonce]);
  });

  it('keeps the order in a room', async () => {
    let release: (() => void) | undefined;
    answer = async (question) => {
      if (question.text === 'en') await new Promise<void>((done) => (release = done));
      return accepted(question);
    };
    outbox.line(true);
    outbox.post('r', 'en');
    outbox.post('r', 'to');
    outbox.post('s', 'annet rom');
    await until(() => sent.length === 2);
    expect(sent.map((one) => one.text).sort()).toEqual(['annet rom', 'en']);
    release?.();
    await until(() => sent.length === 3);
    expect(sent[2]?.text).toBe('to');
  });

  it('sends what it replies to', async () => {
    outbox.line(true);
    outbox.post('r', 'ja', { id: 'm1', alias: 'Bo', text: 'hei' });
    await until(() => sent.length === 1);
    expect(sent[0]?.reply_to).toBe('m1');
  });
});

describe('settling', () => {
  it('takes out what is seen in the room', async () => {
    outbox.line(true);
    const nonce = outbox.post('r', 'hei');
    await until(() => items[0]?.fate === 'sent');
    outbox.settle([nonce, 'another']);
    expect(items).toEqual([]);
  });

  it('may come before the answer', async () => {
    let release: (() => void) | undefined;
    answer = async (question) => {
      await new Promise<void>((done) => (release = done));
      return accepted(question);
    };
    outbox.line(true);
    const nonce = outbox.post('r', 'hei');
    await until(() => release !== undefined);
    outbox.settle([nonce]);
    release?.();
    await new Promise((done) => setTimeout(done, 10));
    expect(items).toEqual([]);
    expect(await store.parcels()).toEqual([]);
  });
});

describe('refused', () => {
  it('keeps the text and says why', async () => {
    answer = () => Promise.reject(new DomainError('room_closed', { opens_at: null }));
    outbox.line(true);
    outbox.post('r', 'hei');
    await until(() => items[0]?.fate === 'unsent');
    expect(items[0]).toMatchObject({ text: 'hei', refusal: { code: 'room_closed' } });
    expect(await store.parcels()).toHaveLength(1);
  });

  it('can be tried again', async () => {
    answer = () => Promise.reject(new DomainError('paused'));
    outbox.line(true);
    const nonce = outbox.post('r', 'hei');
    await until(() => items[0]?.fate === 'unsent');
    answer = accepted;
    outbox.again(nonce);
    await until(() => items[0]?.fate === 'sent');
    expect(sent.map((one) => one.nonce)).toEqual([nonce, nonce]);
  });

  it('gets a new nonce where the nonce was the trouble', async () => {
    answer = () => Promise.reject(new DomainError('nonce_reused'));
    outbox.line(true);
    const nonce = outbox.post('r', 'hei');
    await until(() => items[0]?.fate === 'unsent');
    answer = accepted;
    outbox.again(nonce);
    await until(() => items[0]?.fate === 'sent');
    expect(sent[1]?.nonce).not.toBe(nonce);
  });

  it('goes without the reply where that is gone', async () => {
    answer = () => Promise.reject(new DomainError('reply_gone'));
    outbox.line(true);
    const nonce = outbox.post('r', 'hei', { id: 'm1', alias: 'Bo', text: 'hei' });
    await until(() => items[0]?.fate === 'unsent');
    answer = accepted;
    outbox.again(nonce);
    await until(() => items[0]?.fate === 'sent');
    expect(sent[1]?.reply_to).toBe(null);
  });

  it.each(['too_fast', 'slow_down'] as const)('for a moment only (%s) goes again by itself', async (code) => {
    let tries = 0;
    answer = (question) =>
      ++tries === 1 ? Promise.reject(new DomainError(code, { seconds: 0.02 })) : accepted(question);
    outbox.line(true);
    outbox.post('r', 'hei');
    outbox.post('r', 'og hei');
    await until(() => items.every((item) => item.fate === 'sent'));
    expect(sent.map((one) => one.text)).toEqual(['hei', 'hei', 'og hei']);
  });

  it('can be taken back into the composer', async () => {
    const nonce = outbox.post('r', 'hei');
    expect(outbox.takeBack(nonce)?.text).toBe('hei');
    expect(items).toEqual([]);
    await vi.waitFor(async () => expect(await store.parcels()).toEqual([]));
  });
});

describe('a closed tab', () => {
  it('loses nothing', async () => {
    outbox.post('r', 'skrevet i tunnelen');
    await vi.waitFor(async () => expect(await store.parcels()).toHaveLength(1));
    outbox.close();
    store = await openStore();
    outbox = make();
    await outbox.load();
    expect(items.map((item) => item.text)).toEqual(['skrevet i tunnelen']);
    outbox.line(true);
    await until(() => items[0]?.fate === 'sent');
  });

  it('asks before an old text is sent', async () => {
    const nonce = outbox.post('r', 'gammelt');
    await vi.waitFor(async () => expect(await store.parcels()).toHaveLength(1));
    clock += 16 * 60_000;
    outbox = make();
    await outbox.load();
    outbox.line(true);
    expect(fates()).toEqual(['asks']);
    expect(sent).toEqual([]);
    outbox.again(nonce);
    await until(() => items[0]?.fate === 'sent');
  });

  it('does not ask at fourteen minutes', async () => {
    outbox.post('r', 'nytt nok');
    clock += 14 * 60_000;
    outbox.line(true);
    await until(() => items[0]?.fate === 'sent');
  });
});

describe('several tabs', () => {
  let pictures: Item[][];
  let tabs: Outbox[];

  /** Tabs that hear each other, over one storage. */
  function open(count: number): void {
    const hearing: ((nonce: string) => void)[] = [];
    pictures = Array.from({ length: count }, () => []);
    tabs = pictures.map(
      (_, me) =>
        new Outbox({
          store,
          submit: (question) => {
            sent.push(question);
            return answer(question);
          },
          onChange: (now) => (pictures[me] = now),
          tabs: {
            gone: (nonce) => hearing.forEach((hear, one) => one !== me && hear(nonce)),
            onGone: (hear) => (hearing[me] = hear),
            close() {},
          },
          now: () => clock,
        }),
    );
  }
  afterEach(() => tabs.forEach((tab) => tab.close()));
  const texts = () => pictures.map((items) => items.map((item) => item.text));

  it('send what a closed one left, as soon as there is a line', async () => {
    open(2);
    tabs[0]?.post('r', 'fra den første');
    await vi.waitFor(async () => expect(await store.parcels()).toHaveLength(1));
    tabs[0]?.close();
    tabs[1]?.line(true);
    await until(() => pictures[1]?.[0]?.fate === 'sent');
    expect(sent).toHaveLength(1);
  });

  it('send under one nonce, and none keeps it afterwards', async () => {
    open(2);
    const nonce = tabs[0]?.post('r', 'hei');
    await vi.waitFor(async () => expect(await store.parcels()).toHaveLength(1));
    await tabs[1]?.load();
    expect(texts()).toEqual([['hei'], ['hei']]);
    tabs.forEach((tab) => tab.line(true));
    await until(() => pictures.flat().every((item) => item.fate === 'sent'));
    expect(new Set(sent.map((one) => one.nonce))).toEqual(new Set([nonce]));
    tabs.forEach((tab) => tab.settle([nonce ?? '']));
    expect(texts()).toEqual([[], []]);
    await vi.waitFor(async () => expect(await store.parcels()).toEqual([]));
  });

  it('do not send what was taken back in another', async () => {
    open(2);
    const nonce = tabs[0]?.post('r', 'angret');
    await vi.waitFor(async () => expect(await store.parcels()).toHaveLength(1));
    await tabs[1]?.load();
    tabs[0]?.takeBack(nonce ?? '');
    expect(texts()).toEqual([[], []]);
    tabs.forEach((tab) => tab.line(true));
    await new Promise((done) => setTimeout(done, 20));
    expect(sent).toEqual([]);
  });

  it('do not send again what was refused in another', async () => {
    answer = () => Promise.reject(new DomainError('room_closed', { opens_at: null }));
    open(2);
    tabs[0]?.line(true);
    tabs[0]?.post('r', 'hei');
    await until(() => pictures[0]?.[0]?.fate === 'unsent');
    await vi.waitFor(async () => expect((await store.parcels())[0]?.refusal).not.toBe(null));
    tabs[1]?.line(true);
    await until(() => pictures[1]?.length === 1);
    expect(pictures[1]?.[0]).toMatchObject({ fate: 'unsent', refusal: { code: 'room_closed' } });
    expect(sent).toHaveLength(1);
  });
});

describe('a storage', () => {
  it('that never opens does not keep a text from being sent', async () => {
    vi.useFakeTimers();
    store = openedLater(new Promise(() => undefined));
    outbox = make();
    outbox.line(true);
    outbox.post('r', 'hei');
    await vi.advanceTimersByTimeAsync(1100);
    expect(fates()).toEqual(['sent']);
    vi.useRealTimers();
  });

  it('that opens late still gets what was written before', async () => {
    let opened: ((store: Store) => void) | undefined;
    const real = store;
    store = openedLater(new Promise((done) => (opened = done)));
    outbox = make();
    outbox.post('r', 'tidlig');
    opened?.(real);
    await vi.waitFor(async () => expect(await real.parcels()).toHaveLength(1));
  });

  it('keeps nothing that was dropped right after', async () => {
    const parcel = { nonce: 'n', room: 'r', text: 'x', replyTo: null, at: 1, refusal: null };
    await Promise.all([store.keep(parcel), store.drop('n')]);
    expect(await store.parcels()).toEqual([]);
  });
});

describe('what lies on the phone', () => {
  it('cannot be read without the key', async () => {
    await store.keep({ nonce: 'n', room: 'r', text: 'hemmelig setning', replyTo: null, at: 1, refusal: null });
    await store.keepDraft('r', 'halv setning');
    const db = await openDB(DATABASE);
    const bytes = [...(await db.getAll('outbox')), ...(await db.getAll('drafts'))].map((box) =>
      new TextDecoder().decode((box as { data: ArrayBuffer }).data),
    );
    expect(bytes.join()).not.toContain('setning');
    const key = (await db.get('keys', 'seal')) as CryptoKey;
    expect(key.extractable).toBe(false);
    db.close();
  });

  it('keeps a draft per room', async () => {
    await store.keepDraft('r', 'halv');
    expect(await store.draft('r')).toBe('halv');
    expect(await store.draft('s')).toBe('');
    await store.keepDraft('r', '');
    expect(await store.draft('r')).toBe('');
  });

  it('is wiped though a tab holds it open, and writing goes on', async () => {
    await store.keep({ nonce: 'n', room: 'r', text: 'x', replyTo: null, at: 1, refusal: null });
    await forget();
    await expect(store.parcels()).resolves.toEqual([]);
    await expect(store.keepDraft('r', 'y')).resolves.toBeUndefined();
    expect(await (await openStore()).parcels()).toEqual([]);
  });

  it('is nothing at all without cryptography', async () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const open = vi.spyOn(indexedDB, 'open');
    const plain = await openStore();
    await plain.keepDraft('r', 'bare her');
    expect(await plain.draft('r')).toBe('bare her');
    expect(open).not.toHaveBeenCalled();
    expect(newNonce()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    vi.unstubAllGlobals();
  });
});

it('works in memory alone', async () => {
  store = inMemory();
  outbox = make();
  outbox.line(true);
  outbox.post('r', 'hei');
  await until(() => items[0]?.fate === 'sent');
});
