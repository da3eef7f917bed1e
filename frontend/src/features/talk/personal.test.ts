import { describe, expect, it } from 'vitest';
import rules from './personal-data.json';
import { compile } from './personal';

const pieces = (text: string) => compile(rules)(text).map((piece) => text.slice(piece.start, piece.end));

describe('what would tell who somebody is', () => {
  it('is found where it stands, also after an emoji', () => {
    expect(pieces('😂 +47 912 34 567 😂')).toEqual(['+47 912 34 567']);
    expect(pieces('snap: kari_07')).toEqual(['snap: kari_07']);
  });

  it('is not a helpline, a score or a date', () => {
    for (const text of ['ring 116 111', 'kirkens sos har 22 40 00 40', 'vi vant 3-2', '24.12.2025', '']) {
      expect(pieces(text)).toEqual([]);
    }
  });

  it('is still looked for where a browser does not know one of the patterns', () => {
    const odd = rules.rules.map((rule) => ({ ...rule, patterns: ['(?<', ...rule.patterns] }));
    const broken = { ...rules, rules: odd };
    expect(compile(broken)('ring 912 34 567')).toHaveLength(1);
  });
});
