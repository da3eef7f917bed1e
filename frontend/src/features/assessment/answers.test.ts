import { describe, expect, it } from 'vitest';
import type { AssessmentAnswer, AssessmentQuestion } from '../../wire/protocol';
import { before, holding, resumeAt, unanswered } from './answers';

const question = (key: string): AssessmentQuestion => ({ key, kind: 'choice', law: '', url: '' });
const answer = (key: string, value: string, at = '2026-11-27T12:00:00Z'): AssessmentAnswer => ({ key, value, at, who: 'Mia' });
const ASKED = [question('danger'), question('home'), question('told')];

describe('F7: a sheet', () => {
  it('holds the last answer, and none once it is taken back', () => {
    const said = [answer('danger', 'no'), answer('danger', 'yes'), answer('home', 'yes'), answer('home', '')];
    expect(holding(said, 'danger')?.value).toBe('yes');
    expect(holding(said, 'home')).toBeNull();
    expect(holding(said, 'told')).toBeNull();
  });
  it('keeps what was said before', () => {
    const said = [answer('danger', 'no'), answer('danger', ''), answer('danger', 'unsure'), answer('danger', 'yes')];
    expect(before(said, 'danger').map((one) => one.value)).toEqual(['unsure', 'no']);
    expect(before(said, 'home')).toEqual([]);
  });
  it('goes on where it was left', () => {
    expect(resumeAt(ASKED, [])).toBe(0);
    expect(resumeAt(ASKED, [answer('danger', 'no'), answer('told', 'no')])).toBe(1);
    const all = ASKED.map((one) => answer(one.key, 'no'));
    expect(resumeAt(ASKED, all)).toBe(3);
    expect(unanswered(ASKED, all)).toEqual([]);
  });
});
