// G4: gone within 300 ms, with nothing left behind.
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let listeners: Record<string, ((event: unknown) => void)[]>;
let went: string[];
let cleared: string[];
let stepsBack: number;
let state: unknown;

async function fresh() {
  vi.resetModules();
  return await import('./leave');
}
const fire = (kind: string, event: unknown) => listeners[kind]?.forEach((listener) => listener(event));
const escape = () => fire('keydown', { key: 'Escape', repeat: false });

beforeEach(() => {
  listeners = {};
  went = [];
  cleared = [];
  stepsBack = 0;
  state = null;
  const add = (kind: string, listener: (event: unknown) => void) => (listeners[kind] ??= []).push(listener);
  vi.stubGlobal('addEventListener', add);
  vi.stubGlobal('removeEventListener', (kind: string, listener: unknown) => {
    listeners[kind] = (listeners[kind] ?? []).filter((one) => one !== listener);
  });
  vi.stubGlobal('document', { documentElement: { hidden: false }, title: 'Fellesrom' });
  vi.stubGlobal('location', { replace: (to: string) => went.push(to) });
  vi.stubGlobal('history', {
    get state() {
      return state;
    },
    back: () => {
      stepsBack++;
      state = null;
      setTimeout(() => fire('popstate', {}), 5);
    },
  });
  vi.stubGlobal('localStorage', { clear: () => cleared.push('local') });
  vi.stubGlobal('sessionStorage', { clear: () => cleared.push('session') });
  vi.stubGlobal('caches', { keys: async () => ['old'], delete: async (key: string) => cleared.push(key) });
});
afterEach(() => vi.unstubAllGlobals());

describe('leaving quickly', () => {
  it('hides at once, wipes, and is gone in time', async () => {
    const { leaveQuickly, NEUTRAL } = await fresh();
    const start = performance.now();
    const leaving = leaveQuickly();
    expect(document.documentElement.hidden).toBe(true);
    await leaving;
    expect(performance.now() - start).toBeLessThan(300);
    expect(went).toEqual([NEUTRAL]);
    expect(cleared.sort()).toEqual(['local', 'old', 'session']);
  });

  it('is not held up by storage that does not answer', async () => {
    vi.stubGlobal('indexedDB', { deleteDatabase: () => ({}) });
    const { leaveQuickly } = await fresh();
    const start = performance.now();
    await leaveQuickly();
    expect(performance.now() - start).toBeLessThan(300);
    expect(went).toHaveLength(1);
  });

  it('steps back over the room it stood in', async () => {
    state = { steps: 1 };
    const { leaveQuickly } = await fresh();
    await leaveQuickly();
    expect(stepsBack).toBe(1);
    expect(went).toHaveLength(1);
  });

  it('happens once', async () => {
    const { leaveQuickly } = await fresh();
    await Promise.all([leaveQuickly(), leaveQuickly()]);
    expect(went).toHaveLength(1);
  });
});

describe('Escape', () => {
  it('three times leaves', async () => {
    const { armQuickExit } = await fresh();
    armQuickExit();
    escape();
    escape();
    await new Promise((done) => setTimeout(done, 30));
    expect(went).toEqual([]);
    escape();
    await vi.waitFor(() => expect(went).toHaveLength(1));
  });

  it('held down, or slowly, does not', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { armQuickExit } = await fresh();
    armQuickExit();
    for (let i = 0; i < 5; i++) fire('keydown', { key: 'Escape', repeat: i > 0 });
    for (let i = 0; i < 4; i++) {
      vi.advanceTimersByTime(900);
      escape();
    }
    vi.useRealTimers();
    await new Promise((done) => setTimeout(done, 30));
    expect(went).toEqual([]);
  });

  it('does nothing once unwired', async () => {
    const { armQuickExit } = await fresh();
    armQuickExit()();
    escape();
    escape();
    escape();
    await new Promise((done) => setTimeout(done, 30));
    expect(went).toEqual([]);
  });
});
