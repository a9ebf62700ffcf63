import { settingBounds } from '../../contract/settings.ts';
import { formatClock } from '../format/time.ts';
import { SelectRow } from './select-row.tsx';
import { useSetting } from './settings-context.ts';

const { least, most } = settingBounds.hourOfDay;

/** When a day begins: work after midnight may belong to the evening before. */
export function DayStartField() {
  const { value, refusal, set } = useSetting('recording.dayStartHour');
  return (
    <SelectRow
      label="A day begins at"
      help="For today, yesterday and every day that is shown or compared, the timeline, the days of the always-on agent, and budgets per day. What is stored stays as it is."
      value={String(value)}
      options={Array.from({ length: most - least + 1 }, (_, index) => hourOption(least + index))}
      refusal={refusal}
      testId="recording.dayStartHour"
      onChoose={(hour) => void set(Number(hour))}
    />
  );
}

/** As the person's clocks show it; on a day without a change of the clocks in any zone. */
function hourOption(hour: number) {
  return { value: String(hour), label: hour === 0 ? 'Midnight' : formatClock(new Date(2026, 0, 15, hour).getTime()) };
}
