import { type ReactNode, useState } from 'react';
import { type SettingPath } from '../../contract/setting-changes.ts';
import { type SettingsReport } from '../../contract/settings-calls.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AgentsSection } from './agents-section.tsx';
import { AlwaysOnSection } from './always-on-section.tsx';
import { BudgetsSection } from './budgets-section.tsx';
import { DamagedFile } from './damaged-file.tsx';
import { DatabaseSection } from './database-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { EndpointsSection } from './endpoints-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { McpCard } from './mcp-card.tsx';
import { PricesSection } from './prices-section.tsx';
import { RecordingSection } from './recording-section.tsx';
import { SavedLine } from './saved-line.tsx';
import { rememberedSection, rememberSection } from './remembered-section.ts';
import { type SectionName, SectionNav } from './section-nav.tsx';
import { settingsCallsOf } from './settings-calls.ts';
import { changeThrough, SettingsContext } from './settings-context.ts';
import { StorageSection } from './storage-section.tsx';

/** Everything that a person may set, a section at a time. Each change is written at once. */
export function Settings({ onGo }: PlaceProps) {
  const { calls, clock, store } = useSession();
  const [own] = useState(() => settingsCallsOf(calls));
  // Every second: the file may be edited by hand at the same time.
  const { view, live } = useLiveCall(own.report, clock);
  const [section, setSection] = useState<SectionName>(() => rememberedSection(store));
  const [saved, setSaved] = useState<SettingPath | null>(null);
  const [undoProblem, setUndoProblem] = useState<Problem | null>(null);

  if (view.state === 'loading') return <Skeleton rows={8} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} boxed />;
  const report = view.value;

  function undo(): void {
    void own.undo().then((answer) => {
      setUndoProblem(answer.ok ? null : answer.error);
      if (!answer.ok) return;
      setSaved(null);
      live.take(answer.value);
    });
  }
  function introduce(): void {
    void own.setIntroduction('open').then((answer) => {
      if (answer.ok) onGo('overview');
    });
  }

  return (
    <div className="settings-columns">
      <SectionNav
        section={section}
        onGo={(next) => {
          setSection(next);
          rememberSection(next, store);
        }}
      />
      <div className="settings-section" data-testid={`section-${section}`}>
        <SavedLine saved={saved} undo={report.undo} problem={undoProblem ?? view.stale} onUndo={undo} />
        <Held
          report={report}
          changes={changeThrough(own, live, (path) => {
            setSaved(path);
            setUndoProblem(null);
          })}
        >
          <Section section={section} report={report} onIntroduce={introduce} onGo={onGo} />
        </Held>
      </div>
    </div>
  );
}

interface HeldProps {
  readonly report: SettingsReport;
  readonly changes: ReturnType<typeof changeThrough>;
  readonly children: ReactNode;
}

/** Of a damaged file nothing is known, and nothing is written over it. */
function Held({ report: { settings }, changes, children }: HeldProps) {
  if (!settings.ok) return <DamagedFile problem={settings.error} />;
  return <SettingsContext value={{ settings: settings.value, ...changes }}>{children}</SettingsContext>;
}

interface SectionProps {
  readonly section: SectionName;
  readonly report: SettingsReport;
  readonly onIntroduce: () => void;
  readonly onGo: PlaceProps['onGo'];
}

function Section({ section, report, onIntroduce, onGo }: SectionProps) {
  switch (section) {
    case 'recording':
      return <RecordingSection />;
    case 'storage':
      return <StorageSection />;
    case 'prices':
      return <PricesSection />;
    case 'budgets':
      return <BudgetsSection />;
    case 'agents':
      return <AgentsSection onOpenSources={() => onGo('sources')} />;
    case 'always-on':
      return <AlwaysOnSection onOpenPage={() => onGo('always-on')} />;
    case 'endpoints':
      return (
        <>
          <EndpointsSection />
          <McpCard />
        </>
      );
    case 'database':
      return <DatabaseSection />;
    case 'general':
      return <GeneralSection report={report} onIntroduce={onIntroduce} />;
    case 'diagnostics':
      return <DiagnosticsSection />;
  }
}
