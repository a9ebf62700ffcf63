import { type SyntheticEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type DayRange, parseCustomRange, type RangeChoice, resolveRange } from '../format/day-range.ts';
import { dayOf, startOfDay } from '../format/local-day.ts';
import { formatDay } from '../format/time.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';

interface RangePickerProps {
  readonly choice: RangeChoice;
  readonly onChoose: (choice: RangeChoice) => void;
}

const presets = [
  { kind: 'today', label: 'Today' },
  { kind: '7days', label: '7 days' },
  { kind: '30days', label: '30 days' },
] as const;

/** Three ranges at hand, and any other by its dates. */
export function RangePicker({ choice, onChoose }: RangePickerProps) {
  const nowMs = useNow(60_000);
  const startHour = useDayStart();
  const range = useMemo(() => resolveRange(choice, nowMs, startHour), [choice, nowMs, startHour]);
  const [choosing, setChoosing] = useState(false);
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!choosing) return;
    function closeOutside(event: MouseEvent): void {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setChoosing(false);
    }
    document.addEventListener('mousedown', closeOutside);
    return () => document.removeEventListener('mousedown', closeOutside);
  }, [choosing]);

  function choose(chosen: RangeChoice): void {
    setChoosing(false);
    onChoose(chosen);
  }

  return (
    <div
      className="range-picker"
      ref={frame}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setChoosing(false);
      }}
    >
      <div className="segments" role="group" aria-label="Days shown" data-testid="range-picker">
        {presets.map(({ kind, label }) => (
          <button
            key={kind}
            type="button"
            className="segment"
            aria-pressed={choice.kind === kind}
            data-testid={`range-${kind}`}
            onClick={() => choose({ kind })}
          >
            {label}
          </button>
        ))}
        <button
          type="button"
          className="segment"
          aria-pressed={choice.kind === 'custom'}
          aria-expanded={choosing}
          data-testid="range-custom"
          onClick={() => setChoosing(!choosing)}
        >
          {choice.kind === 'custom' ? rangeLabel(range) : 'Custom…'}
        </button>
      </div>
      {choosing && <CustomRange range={range} onChoose={choose} />}
    </div>
  );
}

function CustomRange({ range, onChoose }: Pick<RangePickerProps, 'onChoose'> & { readonly range: DayRange }) {
  const today = dayOf(useNow(60_000), range.startHour);
  const [fromDay, setFromDay] = useState(range.fromDay);
  const [toDay, setToDay] = useState(range.toDay);
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const parsed = parseCustomRange(fromDay, toDay, today);
    if (parsed.ok) onChoose(parsed.value);
    else setProblem(parsed.error);
  }

  return (
    <form className="custom-range" aria-label="Custom range" noValidate onSubmit={submit}>
      <label>
        From
        <input
          type="date"
          autoFocus
          value={fromDay}
          max={today}
          data-testid="range-from"
          onChange={(event) => setFromDay(event.target.value)}
        />
      </label>
      <label>
        To
        <input
          type="date"
          value={toDay}
          max={today}
          data-testid="range-to"
          onChange={(event) => setToDay(event.target.value)}
        />
      </label>
      <button type="submit" className="button primary" data-testid="range-show">
        Show
      </button>
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}

function rangeLabel({ fromDay, toDay }: DayRange): string {
  const from = formatDay(startOfDay(fromDay));
  return fromDay === toDay ? from : `${from} – ${formatDay(startOfDay(toDay))}`;
}
