import { useState } from 'react';
import { type StatusView } from '../data/status-store.ts';
import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { type PlaceProps } from '../main-window/places.tsx';
import { nothingToGrant, NothingToGrant, PermissionRow, usePermissions } from '../settings/permission-rows.tsx';
import { settingsCallsOf } from '../settings/settings-calls.ts';
import { Skeleton } from '../ui/skeleton.tsx';

type Step = 'recorded' | 'permissions' | 'agents';
const steps: readonly Step[] = ['recorded', 'permissions', 'agents'];
const titles: Readonly<Record<Step, string>> = {
  recorded: 'Welcome to Hivebar',
  permissions: 'What Hivebar asks of the system',
  agents: 'Your agents',
};

/** The introduction, on a machine that is new to Hivebar. Ended or skipped, it stays away. */
export function Welcome({ view, onGo }: { view: StatusView } & Pick<PlaceProps, 'onGo'>) {
  const { calls, refresh } = useSession();
  const [own] = useState(() => settingsCallsOf(calls));
  const { view: state, live } = useLiveCall(own.introduction, refresh);
  if (state.state !== 'ready' || state.value.state === 'done') return null;
  // Generated data shows what Hivebar is; there is nothing to set up.
  if (view.state === 'ready' && view.status.demo) return null;
  function end(): void {
    live.take({ state: 'done' });
    void own.setIntroduction('done');
  }
  return (
    <Steps
      onEnd={end}
      onConnect={() => {
        end();
        onGo('sources');
      }}
    />
  );
}

interface StepsProps {
  readonly onEnd: () => void;
  readonly onConnect: () => void;
}

function Steps({ onEnd, onConnect }: StepsProps) {
  const [at, setAt] = useState(0);
  const step = steps[at] ?? 'recorded';
  const last = at === steps.length - 1;
  return (
    <section className="card welcome" aria-labelledby="welcome-title" data-testid="welcome" data-step={step}>
      <header className="welcome-head">
        <h2 id="welcome-title">{titles[step]}</h2>
        <span className="card-note">
          {at + 1} of {steps.length}
        </span>
        <span className="spacer" />
        <button type="button" className="button quiet small" data-testid="welcome-skip" onClick={onEnd}>
          Skip
        </button>
      </header>
      {step === 'recorded' && <Recorded />}
      {step === 'permissions' && <Permissions />}
      {step === 'agents' && <Agents />}
      <div className="welcome-buttons">
        {at > 0 && (
          <button type="button" className="button" onClick={() => setAt(at - 1)}>
            Back
          </button>
        )}
        {last && (
          <button type="button" className="button" data-testid="welcome-done" onClick={onEnd}>
            Done
          </button>
        )}
        <button
          type="button"
          className="button primary"
          data-testid="welcome-next"
          onClick={last ? onConnect : () => setAt(at + 1)}
        >
          {last ? 'Connect agents…' : 'Continue'}
        </button>
      </div>
    </section>
  );
}

function Recorded() {
  return (
    <div className="welcome-columns">
      <div>
        <h3>Recorded, on this machine alone</h3>
        <ul>
          <li>which application and window is in front, and for how long</li>
          <li>whether you are at the keyboard, never what you type</li>
          <li>what your agents do: models, tokens, costs, tools, errors</li>
        </ul>
      </div>
      <div>
        <h3>Never recorded</h3>
        <ul>
          <li>private windows, password and login windows</li>
          <li>keys that you press, pictures of your screen, your microphone</li>
          <li>applications, titles and domains that you name in Settings</li>
          <li>prompts and answers of agents, unless you switch that on</li>
        </ul>
      </div>
    </div>
  );
}

/** One permission at a time; "Later" goes on, and nothing asks again by itself. */
function Permissions() {
  const view = usePermissions();
  const [later, setLater] = useState<readonly string[]>([]);
  if (view.state !== 'ready') return <Skeleton rows={3} />;
  if (nothingToGrant(view.value)) return <NothingToGrant />;
  const open = view.value.filter(({ name, status }) => status !== 'granted' && !later.includes(name));
  const next = open[0];
  if (next === undefined) {
    return <p className="setting-help">That is all. Settings, Recording, lists each permission with its state.</p>;
  }
  return (
    <>
      <p className="setting-help">
        Hivebar works without any of these, and then records less. {open.length} to look at.
      </p>
      <ul className="permission-list">
        <PermissionRow
          permission={next}
          beside={
            <button
              type="button"
              className="button quiet"
              data-testid="permission-later"
              onClick={() => setLater([...later, next.name])}
            >
              Later
            </button>
          }
        />
      </ul>
    </>
  );
}

function Agents() {
  return (
    <p className="setting-help welcome-text">
      Claude Code, Codex, Gemini CLI and any program with OpenTelemetry can report to Hivebar. You see the exact lines
      that change in an agent’s settings before they change, and one click takes them back. This can wait: the page
      Sources stays in the side bar.
    </p>
  );
}
