import { describe, expect, it } from 'vitest';
import type { Line } from '../../wire';
import { layOut } from './layout';
import { lengthOf } from './length';

function said(seq: number, author: string, at: Date, reply = false): Line {
  return {
    type: 'message',
    seq,
    at: at.toISOString(),
    id: `m${seq}`,
    nonce: `n${seq}`,
    author: { id: author, alias: author, avatar: '/a.svg', role: 'participant' },
    text: 'x',
    reply_to: reply ? { id: 'm1', alias: 'x', text: 'x' } : null,
    note: null,
    gone: null,
  };
}
const minute = (n: number, day = 23) => new Date(2026, 10, day, 12, n);
const kinds = (lines: Line[], unread: number | null = null) =>
  layOut(lines, unread, 'me').map((block) =>
    block.kind === 'line' ? `${block.line.seq}${block.first ? '!' : ''}` : block.kind,
  );

describe('lines on the screen', () => {
  it('get a day above the first of each day', () => {
    expect(kinds([said(1, 'a', minute(0, 22)), said(2, 'a', minute(0, 23))])).toEqual(['day', '1!', 'day', '2!']);
  });

  it('show a face once per run', () => {
    const lines = [
      said(1, 'a', minute(0)),
      said(2, 'a', minute(1)),
      said(3, 'b', minute(1)),
      said(4, 'b', minute(9)),
      said(5, 'b', minute(9), true),
    ];
    expect(kinds(lines)).toEqual(['day', '1!', '2', '3!', '4!', '5!']);
  });

  it('mark where the unread began, but not above my own or the very first', () => {
    const lines = [said(1, 'a', minute(0)), said(2, 'me', minute(1)), said(3, 'a', minute(2))];
    expect(kinds(lines, 1)).toEqual(['day', '1!', '2!', 'unread', '3!']);
    expect(kinds(lines, 0)).toEqual(['day', '1!', '2!', '3!']);
    expect(kinds(lines, 3)).toEqual(['day', '1!', '2!', '3!']);
  });

  it('have keys that hold still while others come above', () => {
    const [first, second] = [said(1, 'a', minute(0)), said(2, 'a', minute(1))];
    const before = layOut([second], null, 'me').find((block) => block.kind === 'line');
    const after = layOut([first, second], null, 'me').findLast((block) => block.kind === 'line');
    expect(before?.key).toBe(after?.key);
  });
});

it('counts characters as the server does', () => {
  expect(lengthOf('  hei  ')).toBe(3);
  expect(lengthOf('🙂🙂')).toBe(2);
  expect(lengthOf('a\u030a')).toBe(1);
});
