import { type ReactNode, useState } from 'react';
import { type DatabaseFacts } from '../../contract/settings-calls.ts';
import { settingBounds } from '../../contract/settings.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { useActions } from '../data/use-actions.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { NumberField, NumberRow } from './number-field.tsx';
import { useSettingsCalls } from './settings-calls.ts';
import { useSetting } from './settings-context.ts';

const gigabytes = { name: 'GB', size: 1_000_000_000 };

const engines: Readonly<Record<DatabaseFacts['engine'], string>> = {
  libchdb: 'ClickHouse, embedded, in a process of its own',
  executable: 'An executable of yours',
  remote: 'A server elsewhere',
};

/** The ClickHouse behind everything: what it is, what it may use. */
export function DatabaseSection() {
  const calls = useSettingsCalls();
  const { view, live } = useLiveCall(calls.databaseFacts, useSession().refresh);
  if (view.state === 'loading') return <Skeleton rows={6} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  return (
    <>
      <Card title="Database" testId="database">
        <Facts facts={view.value} />
      </Card>
      <Card title="Limits" testId="limits">
        {view.value.engine !== 'remote' && <MemoryField facts={view.value} onRestarted={live.take} />}
        <NumberField
          path="minFreeDiskBytes"
          label="Keep free on disk"
          help={`Below that the schema is not changed and recording is reported as degraded. Counts from the next start.${freeWords(view.value)}`}
          bounds={settingBounds.minFreeDiskBytes}
          unit={gigabytes}
        />
      </Card>
    </>
  );
}

function freeWords({ freeDiskBytes }: DatabaseFacts): string {
  return freeDiskBytes === null ? '' : ` Free now: ${byteSize(freeDiskBytes)}.`;
}

function Facts({ facts }: { facts: DatabaseFacts }) {
  const actions = useActions();
  const { engine, version, httpPort, tcpPort, dataDir } = facts;
  return (
    <dl className="facts">
      <Fact name="Engine">{engines[engine]}</Fact>
      <Fact name="Version">{version ?? 'Not running'}</Fact>
      <Fact name="Ports">
        {httpPort === null ? 'Closed' : `HTTP ${httpPort}, native ${tcpPort ?? '–'}, 127.0.0.1 only`}
      </Fact>
      <Fact name="Data folder">
        <code className="path">{dataDir}</code>
        <CopyButton text={dataDir} what="Data folder" />
        <button type="button" className="button small" onClick={actions.showDataFolder}>
          Show
        </button>
      </Fact>
    </dl>
  );
}

/** A fact under its name. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface MemoryFieldProps {
  readonly facts: DatabaseFacts;
  readonly onRestarted: (facts: DatabaseFacts) => void;
}

function MemoryField({ facts, onRestarted }: MemoryFieldProps) {
  const { value, refusal, set } = useSetting('database.maxMemoryBytes');
  const { memoryBytes, usualMemoryBytes, machineMemoryBytes } = facts;
  const wanted = value ?? usualMemoryBytes;
  const waits = memoryBytes !== null && memoryBytes !== wanted;
  return (
    <>
      <NumberRow
        label="Memory"
        help={`What ClickHouse may use at most, of ${byteSize(machineMemoryBytes)} in this machine. Usual here: ${byteSize(usualMemoryBytes)}. Counts from its next start.`}
        value={Math.round(wanted / 1e7) * 1e7}
        bounds={settingBounds.maxMemoryBytes}
        unit={gigabytes}
        refusal={refusal}
        testId="database.maxMemoryBytes"
        beside={
          value !== undefined && (
            <button type="button" className="button small" onClick={() => void set(undefined)}>
              Usual
            </button>
          )
        }
        onEnter={(bytes) => void set(bytes)}
      />
      {waits && <RestartNote memoryBytes={memoryBytes} onRestarted={onRestarted} />}
    </>
  );
}

function RestartNote({ memoryBytes, onRestarted }: { memoryBytes: number } & Pick<MemoryFieldProps, 'onRestarted'>) {
  const calls = useSettingsCalls();
  const [restarting, setRestarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function restart(): Promise<void> {
    setRestarting(true);
    const answer = await calls.restartDatabase();
    setRestarting(false);
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) onRestarted(answer.value);
  }

  return (
    <div className="restart-note" data-testid="restart-note">
      <p>
        It may use {byteSize(memoryBytes)} until it is started again, which takes some seconds. Rows wait in the journal
        meanwhile; nothing is lost.
      </p>
      <button
        type="button"
        className="button"
        disabled={restarting}
        data-testid="restart-database"
        onClick={() => void restart()}
      >
        {restarting ? 'Restarting…' : 'Restart database'}
      </button>
      <p className="setting-error" role="alert">
        {problem?.message}
      </p>
    </div>
  );
}
