import { describe, expect, it } from 'vitest';
import { fresh, unreadShare } from './unread';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

describe('what the machine has not read', () => {
  it('is said while it is fresh, and no longer', () => {
    expect(fresh(at(1000), 1_030_000)).toBe(true);
    expect(fresh(at(1000), 1_121_000)).toBe(false);
    expect(fresh(null, 1_030_000)).toBe(false);
  });

  it('is a share of something', () => {
    expect(unreadShare({ share: 0, of: 0, failed_at: null, alone_at: null })).toBe(null);
    expect(unreadShare({ share: 0.0249, of: 200, failed_at: null, alone_at: null })).toBe(2.5);
    expect(unreadShare({ share: 0.5, of: 2, failed_at: null, alone_at: null })).toBe(50);
  });
});
