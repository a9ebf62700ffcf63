import { useId } from 'react';
import { settingBounds } from '../../contract/settings.ts';
import { formatClock } from '../format/time.ts';
import { useSetting } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

const { least, most } = settingBounds.hourOfDay;
const hours = Array.from({ length: most - least + 1 }, (_, index) => least + index);

/** When a day begins: work after midnight may belong to the evening before. */
export function DayStartField() {
  const { value, refusal, set } = useSetting('recording.dayStartHour');
  const id = useId();
  return (
    <SettingRow
      label="A day begins at"
      controlId={id}
      help="For today, yesterday and every day that is shown or compared, the timeline, and budgets per day. What is stored stays as it is."
      helpId={`${id}-help`}
      error={refusal}
      errorId={`${id}-error`}
    >
      <select
        id={id}
        className="field-input"
        value={value}
        aria-describedby={`${id}-help ${id}-error`}
        data-testid="recording.dayStartHour"
        onChange={(event) => void set(Number(event.target.value))}
      >
        {hours.map((hour) => (
          <option key={hour} value={hour}>
            {hour === 0 ? 'Midnight' : clockAt(hour)}
          </option>
        ))}
      </select>
    </SettingRow>
  );
}

/** As the person's clocks show it; on a day without a change of the clocks in any zone. */
function clockAt(hour: number): string {
  return formatClock(new Date(2026, 0, 15, hour).getTime());
}
