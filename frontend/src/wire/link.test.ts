import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Link, type LinkOptions, type LineState, type News, type Socket } from './link';
import type { Event } from './protocol';
import { DomainError, LineCut } from './refusal';

class Wire implements Socket {
  static all: Wire[] = [];
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  constructor(readonly url: string) {
    Wire.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close() {
    this.closed = true;
  }
  open() {
    this.readyState = 1;
    this.onopen?.();
  }
  say(event: Event) {
    this.onmessage?.({ data: JSON.stringify(event) });
  }
  cut(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  get last() {
    return this.sent.at(-1) as { re: number; type: string };
  }
  async greet() {
    this.open();
    this.say({
      type: 'welcome',
      re: this.last.re,
      epoch: 'e1',
      now: '2026-11-23T18:00:00Z',
      staff: false,
      language: 'nb',
      heartbeat_seconds: 2,
      max_text: 2000,
    });
    await vi.advanceTimersByTimeAsync(0);
  }
  static get last() {
    return Wire.all.at(-1) as Wire;
  }
}

const BEAT: Event = { type: 'heartbeat', now: '2026-11-23T18:00:00Z', heads: {} };

let states: LineState[];
let news: News[];
let ends: string[];
let link: Link;

function make(extra: Partial<LinkOptions> = {}): Link {
  return new Link({
    url: 'ws://x/ws',
    language: () => 'nn',
    held: () => ({ epoch: 'e1', cursors: { r: 7 } }),
    onWelcome: () => states.push('on' as LineState),
    onNews: (one) => news.push(one),
    onState: (state) => states.push(state),
    onEnd: (why) => ends.push(why),
    open: (url) => new Wire(url),
    random: () => 1,
    ...extra,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  Wire.all = [];
  states = [];
  news = [];
  ends = [];
  link = make();
});
afterEach(() => {
  link.stop();
  vi.useRealTimers();
});

describe('greeting', () => {
  it('says hello in the language, and is on when welcomed', async () => {
    link.start();
    await Wire.last.greet();
    expect(Wire.last.sent[0]).toMatchObject({
      type: 'hello',
      language: 'nn',
      epoch: 'e1',
      cursors: { r: 7 },
    });
    expect(link.state).toBe('on');
  });

  it('asks nothing before', async () => {
    link.start();
    await expect(link.ask({ type: 'renew_phrase' })).rejects.toBeInstanceOf(LineCut);
  });
});

describe('questions', () => {
  it('get the answer with their number, in any order', async () => {
    link.start();
    await Wire.last.greet();
    const first = link.ask({ type: 'read', room: 'r', seq: 1 });
    const one = Wire.last.last.re;
    const second = link.ask({ type: 'renew_phrase' });
    const two = Wire.last.last.re;
    expect(one).not.toBe(two);
    Wire.last.say({ type: 'phrase', re: two, words: ['a', 'b', 'c', 'd'] });
    Wire.last.say({ type: 'done', re: one });
    expect((await second).words).toHaveLength(4);
    expect((await first).type).toBe('done');
  });

  it('are refused with code and params', async () => {
    link.start();
    await Wire.last.greet();
    const asked = link.ask({ type: 'read', room: 'r', seq: 1 });
    Wire.last.say({ type: 'error', re: Wire.last.last.re, code: 'too_fast', params: { seconds: 4 } });
    await expect(asked).rejects.toMatchObject({ code: 'too_fast', params: { seconds: 4 } });
    await expect(asked).rejects.toBeInstanceOf(DomainError);
  });

  it('fail when the line is cut', async () => {
    link.start();
    await Wire.last.greet();
    const asked = link.ask({ type: 'renew_phrase' });
    const caught = expect(asked).rejects.toBeInstanceOf(LineCut);
    Wire.last.cut();
    await caught;
  });

  it('left unanswered show that the line is dead', async () => {
    link.start();
    await Wire.last.greet();
    const caught = expect(link.ask({ type: 'renew_phrase' })).rejects.toBeInstanceOf(LineCut);
    for (let i = 0; i < 8; i++) {
      await vi.advanceTimersByTimeAsync(1000);
      Wire.last.say(BEAT);
    }
    await caught;
    expect(link.state).toBe('seeking');
  });
});

it('passes on what comes unasked', async () => {
  link.start();
  await Wire.last.greet();
  Wire.last.say({ type: 'head', room: 'r', head: 3 });
  Wire.last.say({ type: 'places', groups: [], may_found: false });
  expect(news.map((one) => one.type)).toEqual(['head', 'places']);
});

describe('a lost line', () => {
  it('is known at once and sought again with growing patience', async () => {
    link.start();
    await Wire.last.greet();
    Wire.last.cut();
    expect(link.state).toBe('seeking');
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const count = Wire.all.length;
      let waited = 0;
      while (Wire.all.length === count && waited < 30_000) {
        await vi.advanceTimersByTimeAsync(250);
        waited += 250;
      }
      waits.push(waited);
      Wire.last.cut();
    }
    expect(waits[0]).toBe(500);
    expect(waits[1]).toBe(1000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(20_000);
    expect(waits.at(-1)).toBe(20_000);
  });

  it('comes back with jitter', async () => {
    link = make({ random: () => 0 });
    link.start();
    await Wire.last.greet();
    Wire.last.cut();
    await vi.advanceTimersByTimeAsync(249);
    expect(Wire.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(Wire.all).toHaveLength(2);
  });

  it('wakes at once when the phone does', async () => {
    link.start();
    await Wire.last.greet();
    for (let i = 0; i < 6; i++) {
      Wire.last.cut();
      await vi.advanceTimersByTimeAsync(i < 5 ? 20_000 : 10);
    }
    const count = Wire.all.length;
    link.wake();
    expect(Wire.all).toHaveLength(count + 1);
    await Wire.last.greet();
    expect(link.state).toBe('on');
  });

  it('that came to nothing does not start the back-off anew', async () => {
    link.start();
    for (const wait of [500, 1000, 2000]) {
      await Wire.last.greet();
      Wire.last.cut();
      const count = Wire.all.length;
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(Wire.all).toHaveLength(count);
      await vi.advanceTimersByTimeAsync(1);
      expect(Wire.all).toHaveLength(count + 1);
    }
    await Wire.last.greet();
    for (let i = 0; i < 11; i++) {
      await vi.advanceTimersByTimeAsync(1000);
      Wire.last.say(BEAT);
    }
    const count = Wire.all.length;
    Wire.last.cut();
    await vi.advanceTimersByTimeAsync(500);
    expect(Wire.all).toHaveLength(count + 1);
  });

  it('is believed when the phone says it has no network', async () => {
    link.start();
    await Wire.last.greet();
    link.sleep();
    expect(link.state).toBe('seeking');
  });

  it('ignores what an old socket still says', async () => {
    link.start();
    await Wire.last.greet();
    const old = Wire.last;
    old.cut();
    await vi.advanceTimersByTimeAsync(500);
    old.say({ type: 'places', groups: [], may_found: false });
    old.cut(4401);
    expect(news).toEqual([]);
    expect(ends).toEqual([]);
  });
});

describe('silence', () => {
  beforeEach(async () => {
    link.start();
    await Wire.last.greet();
    states = [];
  });

  it('is said within five seconds, and nothing is torn down', async () => {
    await vi.advanceTimersByTimeAsync(4400);
    expect(states).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(states).toEqual(['quiet']);
    expect(Wire.last.closed).toBe(false);
    const asked = link.ask({ type: 'renew_phrase' });
    Wire.last.say(BEAT);
    expect(states).toEqual(['quiet', 'on']);
    Wire.last.say({ type: 'phrase', re: Wire.last.last.re, words: [] });
    await expect(asked).resolves.toMatchObject({ type: 'phrase' });
    expect(Wire.all).toHaveLength(1);
  });

  it('ends the line after ten', async () => {
    await vi.advanceTimersByTimeAsync(9_900);
    expect(link.state).toBe('quiet');
    await vi.advanceTimersByTimeAsync(200);
    expect(link.state).toBe('seeking');
    expect(Wire.last.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(Wire.all).toHaveLength(2);
  });

  it('is not waited for when the phone wakes', async () => {
    link.wake();
    expect(Wire.all).toHaveLength(1);
    vi.setSystemTime(Date.now() + 60_000);
    link.wake();
    link.wake();
    expect(Wire.all).toHaveLength(2);
    expect(link.state).toBe('seeking');
  });

  it('while the page slept is no silence if frames waited', async () => {
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(4600);
    Wire.last.say(BEAT);
    await vi.advanceTimersByTimeAsync(2000);
    expect(states).toEqual([]);
    expect(Wire.all).toHaveLength(1);
  });

  it('while the page slept is one if none did', async () => {
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(5600);
    expect(states).toEqual(['seeking']);
    expect(Wire.all).toHaveLength(2);
  });
});

describe('close codes', () => {
  it.each([
    [4401, 'signed_out'],
    [4403, 'origin'],
  ])('%i ends it for good', async (code, why) => {
    link.start();
    await Wire.last.greet();
    Wire.last.cut(code);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ends).toEqual([why]);
    expect(link.state).toBe('off');
    expect(Wire.all).toHaveLength(1);
  });

  it('4429 waits ten seconds', async () => {
    link.start();
    await Wire.last.greet();
    Wire.last.cut(4429);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(Wire.all).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(Wire.all).toHaveLength(2);
  });

  it.each([
    [1, 3000],
    [0.1, 300],
    [0, 0],
  ])('4412 comes back within three seconds, spread (%f)', async (chance, wait) => {
    link = make({ random: () => chance });
    link.start();
    await Wire.last.greet();
    Wire.last.cut(4412);
    if (wait > 0) {
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(Wire.all).toHaveLength(1);
    }
    await vi.advanceTimersByTimeAsync(1);
    expect(Wire.all).toHaveLength(2);
  });

  it.each([4413, 4503, 4408, 1006])('%i comes back', async (code) => {
    link.start();
    await Wire.last.greet();
    Wire.last.cut(code);
    await vi.advanceTimersByTimeAsync(600);
    expect(Wire.all).toHaveLength(2);
  });
});
