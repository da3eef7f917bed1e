import { describe, expect, it } from 'vitest';
import { silent, unreadShare } from './unread';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();

describe('what the machine has not read', () => {
  it('is said while it is fresh, and no longer', () => {
    const unread = { share: 0.1, of: 10, failed_at: at(1000) };
    expect(silent(unread, 1_030_000)).toBe(true);
    expect(silent(unread, 1_121_000)).toBe(false);
    expect(silent({ ...unread, failed_at: null }, 1_030_000)).toBe(false);
  });

  it('is a share of something', () => {
    expect(unreadShare({ share: 0, of: 0, failed_at: null })).toBe(null);
    expect(unreadShare({ share: 0.0249, of: 200, failed_at: null })).toBe(2.5);
    expect(unreadShare({ share: 0.5, of: 2, failed_at: null })).toBe(50);
  });
});
