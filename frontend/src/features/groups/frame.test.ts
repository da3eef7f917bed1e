// B1: a group's frame, as it is chosen.
import { describe, expect, it } from 'vitest';
import { fits, fresh, groundFor, hoursOf, kept, onClockNight, overNight, sent, stepOf, toggled, withHours } from './frame';

const { frame } = fresh('nb');

describe('a group’s frame', () => {
  it('begins with what the law and the hours allow', () => {
    expect(fits(frame.ground, frame.bands)).toBe(true);
    expect(hoursOf(frame)).toBe('always');
  });
  it('asks the guardians where the youngest take part', () => {
    expect(groundFor('child_13', ['under_13', '13_15'])).toBe('guardian');
    expect(groundFor('health_16', ['16_19'])).toBe('health_16');
    expect(groundFor('health_16', ['13_15'])).toBe('guardian');
  });
  it('knows its presets again', () => {
    expect(hoursOf(withHours(frame, 'weekdays'))).toBe('weekdays');
    expect(hoursOf(withHours(frame, 'own'))).toBe('own');
    expect(hoursOf({ ...frame, opens: '15:00:00', closes: '21:00:00', days: [0, 1, 2, 3, 4] })).toBe('weekdays');
    expect(hoursOf(withHours(withHours(frame, 'weekdays'), 'always'))).toBe('always');
  });
  it('says what happens at night', () => {
    expect(overNight({ ...frame, opens: '20:00', closes: '01:00' })).toBe(true);
    expect(overNight({ ...frame, opens: '15:00', closes: '21:00' })).toBe(false);
    expect(onClockNight({ ...frame, opens: '20:00', closes: '02:30:00' })).toBe(true);
    expect(onClockNight({ ...frame, opens: '20:00', closes: '03:00' })).toBe(false);
    expect(onClockNight(frame)).toBe(false);
  });
  it('is sent to the second', () => {
    expect(sent({ ...frame, opens: '20:00', closes: '02:30:00' })).toMatchObject({ opens: '20:00:00', closes: '02:30:00' });
    expect(sent(frame)).toMatchObject({ opens: null, closes: null });
  });
  it('keeps an order where there is one', () => {
    expect(toggled(['16_19'], '13_15', ['under_13', '13_15', '16_19', '20_up'])).toEqual(['13_15', '16_19']);
    expect(toggled(['nn', 'nb'], 'en')).toEqual(['nn', 'nb', 'en']);
    expect(kept(14)).toEqual([0, 7, 14, 30, 90, 365]);
  });
  it('leads to where a refusal can be mended', () => {
    expect(['theme_length', 'bands_unfit', 'hours_half', 'adults_unfit', 'clause_length', 'other'].map(stepOf)).toEqual([0, 1, 2, 3, 4, null]);
  });
});
