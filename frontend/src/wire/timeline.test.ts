// C2: whatever the order of pages, live entries and duplicates, the picture is the same.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Page } from './protocol';
import { Timeline, type Entry } from './timeline';

const ada = { id: 'ada', alias: 'Stille elv', avatar: '/a.svg', role: 'participant' as const };
const at = '2026-11-23T18:00:00Z';

function message(seq: number, extra: Partial<Extract<Entry, { type: 'message' }>> = {}): Entry {
  return {
    type: 'message',
    seq,
    at,
    id: `m${seq}`,
    nonce: `n${seq}`,
    author: ada,
    text: `text ${seq}`,
    reply_to: null,
    note: null,
    gone: null,
    ...extra,
  };
}
const gone = (seq: number, of: number): Entry => ({ type: 'gone', seq, at, message: `m${of}`, by: 'author' });

function page(entries: Entry[], head: number, more = false): Page {
  return { type: 'page', re: 1, room: 'r', entries, head, more };
}

/** A room as the server has it. Some entries take earlier messages away. */
function room(length: number): Entry[] {
  return Array.from({ length }, (_, i) => (i > 0 && i % 7 === 0 ? gone(i + 1, i) : message(i + 1)));
}
/** As the server presents it now: what was taken away has no text any more. */
function asPaged(all: Entry[]): Entry[] {
  const away = new Set(all.flatMap((entry) => (entry.type === 'gone' ? [entry.message] : [])));
  return all.map((entry) =>
    entry.type === 'message' && away.has(entry.id) ? { ...entry, text: '', gone: 'author' } : entry,
  );
}
const seqs = (timeline: Timeline) => timeline.view().lines.map((line) => line.seq);

/** Repeatable chance. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('a fresh timeline', () => {
  it('does not know whether the room is empty', () => {
    const view = new Timeline().view();
    expect(view).toMatchObject({ lines: [], known: false, complete: false, older: false });
  });

  it('knows an empty room for empty', () => {
    const timeline = new Timeline();
    timeline.page(page([], 0), { after: null });
    expect(timeline.view()).toMatchObject({ lines: [], known: true, complete: true, older: false });
    expect(timeline.cursor).toBe(0);
  });

  it('starts with the newest and knows there is more above', () => {
    const timeline = new Timeline();
    timeline.page(page([message(51), message(52)], 52), { after: null });
    expect(timeline.view()).toMatchObject({ known: true, complete: true, older: true });
    expect(timeline.first).toBe(51);
  });

  it('knows the beginning when it sees it', () => {
    const timeline = new Timeline();
    timeline.page(page([message(1), message(2)], 2), { after: null });
    expect(timeline.view().older).toBe(false);
  });
});

describe('gaps', () => {
  it('sees one in a heartbeat and asks from before it', () => {
    const timeline = new Timeline();
    timeline.page(page([message(1), message(2)], 2), { after: null });
    timeline.head(5);
    expect(timeline.gap).toBe(true);
    expect(timeline.view().complete).toBe(false);
    expect(timeline.cursor).toBe(2);
    timeline.page(page([message(3), message(4), message(5)], 5), { after: 2 });
    expect(timeline.gap).toBe(false);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]);
  });

  it('sees one between what is here and a live entry', () => {
    const timeline = new Timeline();
    timeline.page(page([message(1)], 1), { after: null });
    timeline.entries([message(4)]);
    expect(timeline.gap).toBe(true);
    expect(timeline.cursor).toBe(1);
    timeline.page(page([message(2)], 4, true), { after: 1 });
    expect(timeline.gap).toBe(true);
    expect(timeline.cursor).toBe(2);
    timeline.page(page([message(3), message(4)], 4), { after: 2 });
    expect(timeline.view().complete).toBe(true);
  });

  it('is whole though sequences were purged since', () => {
    const timeline = new Timeline();
    timeline.page(page([message(10)], 10), { after: null });
    timeline.page(page([message(14), message(17)], 19), { after: 10 });
    expect(timeline.view().complete).toBe(true);
    expect(timeline.cursor).toBe(19);
  });

  it('follows on through pages that say there is more', () => {
    const all = room(250);
    const timeline = new Timeline();
    timeline.page(page(all.slice(0, 10), 10), { after: null });
    timeline.head(250);
    let asked = 0;
    while (timeline.gap) {
      const after = timeline.cursor ?? 0;
      const rest = all.filter((entry) => entry.seq > after);
      timeline.page(page(rest.slice(0, 100), 250, rest.length > 100), { after });
      asked++;
    }
    expect(asked).toBe(3);
    expect(timeline.view().lines.length).toBe(all.filter((entry) => entry.type !== 'gone').length);
  });
});

describe('scrolling up', () => {
  it('comes to the beginning', () => {
    const timeline = new Timeline();
    timeline.page(page([message(5), message(6)], 6), { after: null });
    timeline.older(page([message(3), message(4)], 6, true), 5);
    expect(timeline.first).toBe(3);
    expect(timeline.view().older).toBe(true);
    timeline.older(page([message(1), message(2)], 6, false), 3);
    expect(timeline.view()).toMatchObject({ older: false, complete: true });
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('ends where the rest was purged', () => {
    const timeline = new Timeline();
    timeline.page(page([message(5)], 5), { after: null });
    timeline.older(page([], 5, false), 5);
    expect(timeline.view()).toMatchObject({ older: false, complete: true });
  });
});

describe('what was taken away', () => {
  it('is blanked where it stands', () => {
    const timeline = new Timeline();
    timeline.page(page([message(1), message(2)], 2), { after: null });
    timeline.entries([gone(3, 1)]);
    const [first] = timeline.view().lines;
    expect(first).toMatchObject({ gone: 'author', text: '' });
    expect(seqs(timeline)).toEqual([1, 2]);
  });

  it('stays away when a page with the old text comes late', () => {
    const timeline = new Timeline();
    timeline.entries([gone(3, 1)]);
    timeline.page(page([message(1), message(2)], 3), { after: null });
    expect(timeline.view().lines[0]).toMatchObject({ gone: 'author', text: '' });
  });

  it('is blanked where it is quoted, too', () => {
    const timeline = new Timeline();
    const quote = { id: 'm1', alias: ada.alias, text: 'text 1' };
    timeline.page(page([message(1), message(2, { reply_to: quote })], 2), { after: null });
    timeline.entries([gone(3, 1)]);
    expect(timeline.view().lines[1]).toMatchObject({ reply_to: { alias: ada.alias, text: '' } });
  });
});

describe('any order', () => {
  const all = room(60);
  const paged = asPaged(all);
  const wanted = new Timeline();
  wanted.page(page(paged, 60), { after: null });
  const picture = JSON.stringify(wanted.view());

  it.each(Array.from({ length: 200 }, (_, seed) => seed))('gives the same picture (%i)', (seed) => {
    const random = chance(seed * 7919 + 1);
    const timeline = new Timeline();
    // Everything the server might send, cut anywhere, with overlaps.
    const acts: (() => void)[] = [];
    const cut = 10 + Math.floor(random() * 45);
    acts.push(() => timeline.page(page(paged.slice(cut - 10, cut), cut), { after: null }));
    let before = cut - 9;
    while (before > 1) {
      const limit = 1 + Math.floor(random() * 20);
      const from = Math.max(1, before - limit);
      const [part, asked] = [paged.slice(from - 1, before - 1), before];
      acts.push(() => timeline.older(page(part, 60, from > 1), asked));
      before = from;
    }
    let after = cut;
    while (after < 60) {
      const to = Math.min(60, after + 1 + Math.floor(random() * 12));
      const [part, asked, more] = [all.slice(after, to), after, to < 60];
      const live = random() < 0.5;
      acts.push(() =>
        live ? timeline.entries(part) : timeline.page(page(part, more ? 60 : to, more), { after: asked }),
      );
      // Some of it a second time.
      if (random() < 0.4) acts.push(() => timeline.entries(part.slice(Math.floor(part.length / 2))));
      after = to;
    }
    acts.push(() => timeline.head(60));
    acts.push(() => timeline.entries([all[4] as Entry, all[5] as Entry]));
    for (let i = acts.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [acts[i], acts[j]] = [acts[j] as () => void, acts[i] as () => void];
    }
    for (const act of acts) act();
    expect(timeline.view().complete).toBe(true);
    expect(JSON.stringify(timeline.view())).toBe(picture);
  });

  it('never says complete while something is missing', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = chance(seed + 31);
      const timeline = new Timeline();
      timeline.page(page(all.slice(0, 5), 5), { after: null });
      const missing = 6 + Math.floor(random() * 54);
      for (const entry of all.slice(5)) if (entry.seq !== missing) timeline.entries([entry]);
      timeline.head(60);
      expect(timeline.view().complete).toBe(false);
      expect(timeline.cursor).toBe(missing - 1);
    }
  });
});

it('keeps the same view until something changes', () => {
  const timeline = new Timeline();
  timeline.page(page([message(1)], 1), { after: null });
  const view = timeline.view();
  timeline.head(1);
  expect(timeline.view()).toBe(view);
  timeline.head(2);
  expect(timeline.view()).not.toBe(view);
});

describe('a long room', () => {
  const LENGTH = 3000;
  const all = room(LENGTH);
  /** As the server answers. */
  const earlier = (before: number, head = all.length, limit = 50) => {
    const rows = asPaged(all.slice(0, head)).filter((entry) => entry.seq < before).slice(-limit);
    return page(rows, head, (rows[0]?.seq ?? 1) > 1);
  };
  const lasting = (from: number, to: number) =>
    all.filter((entry) => entry.type !== 'gone' && entry.seq >= from && entry.seq <= to).map((entry) => entry.seq);
  const up = (timeline: Timeline) => {
    const before = timeline.first;
    timeline.older(earlier(before), before);
    timeline.trim(timeline.view().lines[0]?.seq ?? 0);
  };
  const down = (timeline: Timeline) => {
    const before = timeline.upTo(timeline.last + 50);
    timeline.newer(earlier(before), before);
    timeline.trim(timeline.view().lines.at(-1)?.seq ?? 0);
  };
  let timeline: Timeline;
  const whole = () => {
    const held = seqs(timeline);
    expect(held).toEqual(lasting(held[0] ?? 0, held.at(-1) ?? 0));
    expect(held.length).toBeLessThanOrEqual(400);
  };

  beforeEach(() => {
    timeline = new Timeline();
    timeline.page(page(all.slice(-50), LENGTH), { after: null });
  });

  it('is read up to its beginning and down to its end, and little is held', () => {
    let pages = 0;
    while (timeline.view().older) {
      up(timeline);
      whole();
      expect(++pages).toBeLessThan(80);
    }
    expect(seqs(timeline)[0]).toBe(1);
    expect(timeline.view()).toMatchObject({ newer: true, complete: true });
    while (timeline.view().newer) {
      down(timeline);
      whole();
      expect(++pages).toBeLessThan(160);
    }
    expect(seqs(timeline).at(-1)).toBe(lasting(1, LENGTH).at(-1));
    expect(timeline.view()).toMatchObject({ older: true, complete: true });
  });

  it('goes on being whole while one reads far above', () => {
    for (let i = 0; i < 12; i++) up(timeline);
    timeline.entries([message(LENGTH + 1), message(LENGTH + 2)]);
    expect(timeline.view()).toMatchObject({ newer: true, complete: true });
    expect(timeline.newest).toBe(LENGTH + 2);
    expect(timeline.cursor).toBe(LENGTH + 2);
    timeline.head(LENGTH + 4);
    expect(timeline.view().complete).toBe(false);
  });

  it('lets go of the old while one stays with the new', () => {
    const long = new Timeline();
    long.page(page([], 0), { after: null });
    for (const entry of all) {
      long.entries([entry]);
      long.trim(null);
    }
    expect(seqs(long).length).toBeLessThanOrEqual(400);
    expect(seqs(long).at(-1)).toBe(lasting(1, LENGTH).at(-1));
    expect(long.view()).toMatchObject({ older: true, newer: false, complete: true });
    const before = long.first;
    long.older(earlier(before), before);
    expect(seqs(long)).toEqual(lasting(before - 50, LENGTH));
  });

  it('jumps anywhere and reads on from there', () => {
    const before = timeline.upTo(1025);
    timeline.around(earlier(before), before);
    expect(seqs(timeline)).toEqual(lasting(976, 1025));
    up(timeline);
    down(timeline);
    expect(seqs(timeline)).toEqual(lasting(926, 1075));
    const end = timeline.upTo(timeline.newest);
    timeline.around(earlier(end), end);
    expect(timeline.view()).toMatchObject({ newer: false, older: true });
    expect(seqs(timeline)).toEqual(lasting(LENGTH - 49, LENGTH));
  });

  it('misses nothing that is said while a page is on its way', () => {
    const early = new Timeline();
    early.page(page(all.slice(1950, 2000), 2000), { after: null });
    for (let i = 0; i < 12; i++) {
      const before = early.first;
      early.older(earlier(before, 2000), before);
      early.trim(before);
    }
    expect(early.view().newer).toBe(true);
    const before = early.upTo(early.newest);
    const answer = earlier(before, 2000);
    early.entries(all.slice(2000, 2003));
    early.around(answer, before);
    expect(early.view()).toMatchObject({ newer: true, complete: true });
    const rest = early.upTo(early.last + 50);
    early.newer(earlier(rest, 2003), rest);
    early.entries(all.slice(2003, 2005));
    expect(early.view()).toMatchObject({ newer: false, complete: true });
    expect(seqs(early)).toEqual(lasting(1951, 2005));
  });

  it('takes no page that does not fit any more', () => {
    for (let i = 0; i < 12; i++) up(timeline);
    const before = timeline.upTo(timeline.last + 50);
    const answer = earlier(before);
    for (let i = 0; i < 12; i++) up(timeline);
    timeline.newer(answer, before);
    whole();
    down(timeline);
    whole();
  });

  it('of a hundred thousand costs no more than a short one', () => {
    const long = new Timeline();
    long.page(page([message(100_000)], 100_000), { after: null });
    const began = performance.now();
    for (let before = 100_000; before > 1; before -= 100) {
      const rows = Array.from({ length: Math.min(100, before - 1) }, (_, i) => message(before - Math.min(100, before - 1) + i));
      long.older(page(rows, 100_000, before > 101), before);
      long.trim(before - 100);
      long.view();
    }
    expect(performance.now() - began).toBeLessThan(3000);
    expect(long.view().lines.length).toBeLessThanOrEqual(400);
  });
});
