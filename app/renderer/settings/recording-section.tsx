import { settingBounds } from '../../contract/settings.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { addDays, dayOf } from '../format/local-day.ts';
import { ScreenTextSwitch } from '../search/screen-text-switch.tsx';
import { Card } from '../ui/card.tsx';
import { UrlDetailField } from './choice-field.tsx';
import { DayStartField } from './day-start-field.tsx';
import { ListField } from './list-field.tsx';
import { NumberField } from './number-field.tsx';
import { PermissionRows } from './permission-rows.tsx';
import { RetentionField } from './retention-field.tsx';
import { SettingRow } from './setting-row.tsx';
import { TitlePreview } from './title-preview.tsx';

const seconds = { name: 'seconds', size: 1_000 };
const hourMs = 3_600_000;
const recentDays = 29;

/** What is recorded of the person, and what never is. */
export function RecordingSection() {
  const apps = useRecordedApps();
  return (
    <>
      <Card title="Never recorded" note="Counts within seconds. What is stored already stays." testId="privacy">
        <ListField
          path="privacy.excludedApps"
          label="Applications"
          help="By their name or bundle identifier, in any case."
          entry="application"
          placeholder="Name of an application"
          suggestions={apps}
        />
        <ListField
          path="privacy.excludedTitles"
          label="Window titles"
          help="Regular expressions; a window whose title matches is not recorded."
          entry="pattern"
          placeholder="payroll|salary"
          preview={(pattern) => <TitlePreview pattern={pattern} />}
        />
        <ListField
          path="privacy.excludedDomains"
          label="Domains"
          help="With their subdomains. Addresses are known on macOS only; on Linux leave out the browser or its titles."
          entry="domain"
          placeholder="bank.example"
        />
        <SettingRow
          label="Private windows"
          help="Never recorded. Chromium-family browsers on macOS are asked; Firefox and Edge say it in the title, in some twenty languages. Safari does not tell, nor do Chromium-family browsers on Linux: leave those out above if that matters."
        >
          <span className="setting-fixed">Always left out</span>
        </SettingRow>
      </Card>
      <Card title="What is kept of a window" testId="window-detail">
        <UrlDetailField />
      </Card>
      <Card title="Text in windows" testId="screen-text-settings">
        <ScreenTextSwitch />
        <RetentionField group="screenText" title="Text in windows" />
      </Card>
      <Card title="At the keyboard" note="Counts from the next reading on" testId="presence-settings">
        <NumberField
          path="recording.idleAfterMs"
          label="Away after"
          help="Without input for so long you count as away, dated back to the last input."
          bounds={settingBounds.idleAfterMs}
          unit={seconds}
        />
        <ListField
          path="recording.idleExemptApps"
          label="Count without input"
          help="In these applications, for meetings and videos say, no input does not mean away."
          entry="application"
          placeholder="Name of an application"
          suggestions={apps}
        />
        <NumberField
          path="recording.pollMs"
          label="Read every"
          help="How often idle time is read, and the window where its changes are not announced. Less often costs less power."
          bounds={settingBounds.pollMs}
          unit={seconds}
        />
      </Card>
      <Card title="Days" testId="day-settings">
        <DayStartField />
      </Card>
      <Card title="Permissions" note="Hivebar works without any of them, and then records less." testId="permissions">
        <PermissionRows />
      </Card>
    </>
  );
}

/** Applications of the last weeks, those used longest first. */
function useRecordedApps(): readonly string[] {
  const today = dayOf(useNow(hourMs), useDayStart());
  const answer = useQuestion('app-minutes-per-day', { from_day: addDays(today, -recentDays), to_day: today });
  if (answer.state !== 'ready') return [];
  const minutes = new Map<string, number>();
  for (const row of answer.rows) minutes.set(row.app, (minutes.get(row.app) ?? 0) + row.minutes);
  return [...minutes].sort(([, one], [, other]) => other - one).map(([app]) => app);
}
