import { type AppFacts, type SettingsReport } from '../../contract/settings-calls.ts';
import { type LiveCall } from '../data/use-live-call.ts';
import { useSession } from '../data/session.ts';
import { useActions } from '../data/use-actions.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Fact } from './database-section.tsx';
import { SettingRow } from './setting-row.tsx';
import { useSettingsCalls } from './settings-calls.ts';
import { SettingsFileButton } from './settings-file-button.tsx';
import { ShortcutField } from './shortcut-field.tsx';
import { SwitchRow } from './switch-field.tsx';

interface GeneralSectionProps {
  readonly report: SettingsReport;
  readonly onIntroduce: () => void;
}

/** The app itself: its start, its keys, its files. */
export function GeneralSection({ report, onIntroduce }: GeneralSectionProps) {
  const calls = useSettingsCalls();
  const { view, live } = useLiveCall(calls.appFacts, useSession().refresh);
  if (view.state === 'loading') return <Skeleton rows={6} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  const facts = view.value;
  return (
    <>
      <Card title="App" testId="general">
        <LoginRow facts={facts} live={live} />
        <ShortcutField state={facts.popoverShortcut} onChanged={live.refresh} />
        <SettingRow label="Appearance" help="Light and dark, and reduced motion, follow the system.">
          <span className="setting-fixed">As the system</span>
        </SettingRow>
        <SettingRow label="Introduction" help="What Hivebar records, what it needs, and how agents are connected.">
          <button type="button" className="button" data-testid="introduce" onClick={onIntroduce}>
            Show it again
          </button>
        </SettingRow>
      </Card>
      <Files facts={facts} report={report} />
    </>
  );
}

function LoginRow({ facts, live }: { facts: AppFacts; live: LiveCall<AppFacts> }) {
  const calls = useSettingsCalls();
  const help = 'Hivebar then waits in the menu bar, without a window.';
  if (facts.opensAtLogin === null) {
    return (
      <SettingRow
        label="Open at login"
        help="Offered by the packaged app on macOS. On Linux, add Hivebar to the programs that your desktop starts."
      >
        <span className="setting-fixed">Not offered here</span>
      </SettingRow>
    );
  }
  return (
    <SwitchRow
      label="Open at login"
      help={help}
      checked={facts.opensAtLogin}
      testId="opens-at-login"
      onChange={(on) => {
        void calls.setOpensAtLogin(on).then((answer) => {
          if (answer.ok) live.take(answer.value);
        });
      }}
    />
  );
}

function Files({ facts, report }: { facts: AppFacts; report: SettingsReport }) {
  const actions = useActions();
  const calls = useSettingsCalls();
  return (
    <Card title="Files" note={`Hivebar ${facts.version}, Electron ${facts.electron}`} testId="files">
      <dl className="facts">
        <Fact name="Settings">
          <code className="path">{report.file}</code>
          <SettingsFileButton small />
        </Fact>
        <Fact name="Data folder">
          <code className="path">{facts.dataDir}</code>
          <button type="button" className="button small" onClick={actions.showDataFolder}>
            Show
          </button>
        </Fact>
        <Fact name="Log">
          <code className="path">{facts.logFile}</code>
          <button
            type="button"
            className="button small"
            aria-label="Show the log"
            onClick={() => void calls.showLogFile()}
          >
            Show
          </button>
        </Fact>
      </dl>
    </Card>
  );
}
