import { describe, expect, it } from 'vitest';
import { resolveRange } from '../format/day-range.ts';
import { rangeBefore } from './range-before.ts';

const now = new Date(2026, 4, 20, 14, 30).getTime();
const at = (month: number, day: number, hour = 0, minute = 0) => new Date(2026, month, day, hour, minute).getTime();

describe('the range before', () => {
  it('of today is yesterday until the same time', () => {
    expect(rangeBefore(resolveRange({ kind: 'today' }, now, 0), now)).toEqual({
      asked: {
        from_ms: at(4, 19),
        to_ms: at(4, 19, 14, 30),
        from_day: '2026-05-19',
        whole_days_end: '2026-05-19',
        tail_from_ms: at(4, 19),
      },
      label: 'yesterday by this time',
    });
  });

  it('of seven days ends seven days ago at this time, so that as many hours are compared', () => {
    expect(rangeBefore(resolveRange({ kind: '7days' }, now, 0), now)).toEqual({
      asked: {
        from_ms: at(4, 7),
        to_ms: at(4, 13, 14, 30),
        from_day: '2026-05-07',
        whole_days_end: '2026-05-13',
        tail_from_ms: at(4, 13),
      },
      label: 'the 7 days before',
    });
  });

  it('of days that are over is as many whole days', () => {
    const past = resolveRange({ kind: 'custom', fromDay: '2026-05-01', toDay: '2026-05-03' }, now, 0);
    expect(rangeBefore(past, now)).toEqual({
      asked: {
        from_ms: at(3, 28),
        to_ms: at(4, 1),
        from_day: '2026-04-28',
        whole_days_end: '2026-05-01',
        tail_from_ms: at(4, 1),
      },
      label: 'the 3 days before',
    });
    const day = resolveRange({ kind: 'custom', fromDay: '2026-05-03', toDay: '2026-05-03' }, now, 0);
    expect(rangeBefore(day, now).label).toBe('the day before');
  });

  it('follows a day that begins at another hour, also after midnight', () => {
    const night = new Date(2026, 4, 21, 1, 30).getTime();
    expect(rangeBefore(resolveRange({ kind: 'today' }, night, 4), night)).toEqual({
      asked: {
        from_ms: at(4, 19, 4),
        to_ms: at(4, 20, 1, 30),
        from_day: '2026-05-19',
        whole_days_end: '2026-05-19',
        tail_from_ms: at(4, 19, 4),
      },
      label: 'yesterday by this time',
    });
  });
});
