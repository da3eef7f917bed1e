// E18: the picture of a proposal, and whose answer it waits for.
import { describe, expect, it } from 'vitest';
import type { LimitScope, LimitSet } from '../../wire/protocol';
import { asked } from './asked';
import { bars } from './bars';

const set = { mine: false } as LimitSet;
const scope = (more: Partial<LimitScope>) => ({ tunes: true, proposed: null, ...more }) as LimitScope;

describe('a proposal', () => {
  it('waits for those who may answer and have not', () => {
    expect(asked(null)).toBe(0);
    const scopes = [
      scope({ proposed: set }),
      scope({ proposed: { ...set, mine: true } }),
      scope({ proposed: set, tunes: false }),
      scope({}),
    ];
    expect(asked({ type: 'limits', scopes })).toBe(1);
  });

  it('is drawn on one scale, with how sure it is', () => {
    const drawn = bars({ share: 10, low: 8, high: 12 }, { share: 5, low: 4, high: 20 });
    expect(drawn.now).toEqual({ to: 0.5, low: 0.4, high: 0.6 });
    expect(drawn.then).toEqual({ to: 0.25, low: 0.2, high: 1 });
  });

  it('is drawn where nothing is flagged at all', () => {
    const none = { share: 0, low: 0, high: 0 };
    expect(bars(none, none).now.to).toBe(0);
  });
});
