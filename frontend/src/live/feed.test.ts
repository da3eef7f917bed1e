// C2, C9: an open room catches up by itself, and knows when it is not whole.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DomainError, LineCut } from '../wire';
import type { Page, Resumed } from '../wire/protocol';
import type { Entry } from '../wire/timeline';
import { Feed } from './feed.svelte';

const ada = { id: 'ada', alias: 'Stille elv', avatar: '/a.svg', role: 'participant' as const };
const said = (seq: number): Entry => ({
  type: 'message',
  seq,
  at: '2026-11-23T18:00:00Z',
  id: `m${seq}`,
  nonce: `n${seq}`,
  author: ada,
  text: `text ${seq}`,
  reply_to: null,
  note: null,
  gone: null,
});

let head: number;
let most: number;
let asked: { type: string; after?: number | null; before?: number; limit?: number }[];
let trouble: Error | null;
let nonces: string[];
let feed: Feed;

/** A server with `head` messages and pages of ten. */
async function answer(question: { type: string; after?: number | null; before?: number; limit?: number }): Promise<Page> {
  asked.push(question);
  if (trouble) throw trouble;
  const all = Array.from({ length: head }, (_, i) => said(i + 1));
  const page = (entries: Entry[], more: boolean): Page => ({ type: 'page', re: 1, room: 'r', entries, head, more });
  if (question.type === 'earlier') {
    const before = all.filter((entry) => entry.seq < (question.before ?? 0)).slice(-Math.min(most, question.limit ?? 50));
    return page(before, (before[0]?.seq ?? 1) > 1);
  }
  const after = question.after ?? null;
  if (after === null) return page(all.slice(-10), false);
  const rest = all.filter((entry) => entry.seq > after);
  return page(rest.slice(0, 10), rest.length > 10);
}
const seqs = () => feed.view.lines.map((line) => line.seq);

const resumed = (from: number, to: number, more = false): Resumed => ({
  type: 'resumed',
  room: 'r',
  entries: Array.from({ length: to - from + 1 }, (_, i) => said(from + i)),
  head: to,
  more,
});

beforeEach(() => {
  vi.useFakeTimers();
  head = 35;
  most = 10;
  asked = [];
  trouble = null;
  nonces = [];
  feed = new Feed('r', answer as never, (seen) => nonces.push(...seen));
});
afterEach(() => vi.useRealTimers());

describe('an open room', () => {
  it('starts with the newest', async () => {
    await feed.follow();
    expect(seqs()).toEqual([26, 27, 28, 29, 30, 31, 32, 33, 34, 35]);
    expect(feed.view).toMatchObject({ known: true, complete: true, older: true });
    expect(nonces).toContain('n35');
  });

  it('catches up page by page after a lost line, with nothing missed or doubled', async () => {
    await feed.follow();
    head = 70;
    await feed.follow();
    expect(seqs()).toEqual(Array.from({ length: 45 }, (_, i) => i + 26));
    expect(asked.map((one) => one.after)).toEqual([null, 35, 45, 55, 65]);
  });

  it('asks again when a heartbeat knows more, but gives entries a moment', async () => {
    await feed.follow();
    head = 36;
    feed.head(36);
    feed.heard([said(36)]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(1);
    head = 38;
    feed.head(38);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toHaveLength(2);
    expect(seqs().at(-1)).toBe(38);
    expect(feed.view.complete).toBe(true);
  });

  it('is not whole while the gap cannot be filled', async () => {
    await feed.follow();
    trouble = new LineCut();
    feed.head(40);
    await vi.advanceTimersByTimeAsync(5000);
    expect(feed.view).toMatchObject({ known: true, complete: false });
  });

  it('loads older ones above', async () => {
    await feed.follow();
    await feed.older();
    await feed.older();
    await feed.older();
    expect(seqs()).toEqual(Array.from({ length: 35 }, (_, i) => i + 1));
    expect(feed.view.older).toBe(false);
    await feed.older();
    expect(asked.filter((one) => one.type === 'earlier')).toHaveLength(3);
  });

  it('finds a message above, and shows what is around it', async () => {
    head = 200;
    most = 100;
    await feed.follow();
    expect(await feed.find('m150')).toBe(150);
    expect(await feed.find('m-nowhere')).toBe(null);
    expect(await feed.around(150)).toBe(true);
    expect(seqs()).toContain(150);
    expect(feed.view).toMatchObject({ older: true, newer: true });
    await feed.newer();
    expect(seqs()).toContain(185);
    expect(await feed.toNewest()).toBe(true);
    expect(feed.view).toMatchObject({ older: true, newer: false });
    expect(seqs().at(-1)).toBe(200);
  });

  it('says when it is not there for me', async () => {
    trouble = new DomainError('room_not_found');
    await feed.follow();
    expect(feed.refused).toBe(true);
    trouble = null;
    await feed.follow();
    expect(feed.refused).toBe(false);
  });

  it('forgets everything when the database was restored', async () => {
    await feed.follow();
    feed.reset();
    expect(feed.view.known).toBe(false);
    await feed.follow();
    expect(asked.at(-1)?.after).toBe(null);
  });
});

describe('a line that comes back', () => {
  beforeEach(async () => {
    await feed.follow();
    expect(feed.whole).toBe(true);
    feed.cut();
    asked = [];
  });

  it('leaves it open whether something is missing until it has been told', () => {
    expect(feed.view.complete).toBe(true);
    expect(feed.whole).toBe(false);
    expect(feed.resumeFrom()).toBe(35);
    feed.resume();
    feed.resumed(resumed(36, 35));
    expect(feed.whole).toBe(true);
  });

  it('brings what came since by itself, part by part', async () => {
    expect(feed.resumeFrom()).toBe(35);
    feed.resume();
    feed.head(70);
    feed.resumed(resumed(36, 50, true));
    expect(feed.whole).toBe(false);
    feed.resumed(resumed(51, 70));
    expect(feed.whole).toBe(true);
    expect(nonces).toContain('n70');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toEqual([]);
    expect(seqs()).toEqual(Array.from({ length: 45 }, (_, i) => i + 26));
  });

  it('is asked, after all, when nothing comes', async () => {
    head = 40;
    feed.resumeFrom();
    feed.resume();
    for (let i = 0; i < 4; i++) {
      feed.head(40);
      await vi.advanceTimersByTimeAsync(1200);
    }
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map((one) => one.after)).toEqual([35]);
    expect(feed.whole).toBe(true);
  });

  it('is asked soon when a part is missing at the end', async () => {
    head = 41;
    feed.resumeFrom();
    feed.resume();
    feed.resumed(resumed(36, 40));
    feed.head(41);
    await vi.advanceTimersByTimeAsync(2100);
    expect(asked.map((one) => one.after)).toEqual([40]);
    expect(seqs().at(-1)).toBe(41);
  });
});

it('is asked for what is missing though heartbeats never cease', async () => {
  await feed.follow();
  head = 38;
  for (let i = 0; i < 3; i++) {
    feed.head(38);
    await vi.advanceTimersByTimeAsync(1500);
  }
  expect(seqs().at(-1)).toBe(38);
});
