import { useState } from 'react';
import { type ScreenTextState, screenTextChannels } from '../../contract/screen-text.ts';
import { settle } from '../data/bridge.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { useLiveCall } from '../data/use-live-call.ts';
import { useStatus } from '../data/use-status.ts';
import { PartMessage } from '../ui/part-message.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** The switch over screen text, with what it does and costs. Stands wherever it is put: it asks for its state itself. */
export function ScreenTextSwitch() {
  const { calls, refresh } = useSession();
  const { view, live } = useLiveCall(() => calls.send(screenTextChannels.screenText, undefined), refresh);
  const [changing, setChanging] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const status = useStatus();
  const demo = status.state === 'ready' && status.status.demo;

  function change(enabled: boolean): void {
    setChanging(true);
    void settle(calls.send(screenTextChannels.setScreenText, { enabled })).then((answer) => {
      setChanging(false);
      setProblem(answer.ok ? null : answer.error);
      if (answer.ok) live.take(answer.value);
    });
  }

  if (view.state === 'loading') return <Skeleton rows={3} />;
  if (view.state === 'failed') return <ProblemNote problem={view.problem} />;
  const { enabled, available } = view.value;
  return (
    <div className="screen-text-switch">
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={enabled === true}
          disabled={enabled === null || changing || demo || (!available && !enabled)}
          aria-describedby="screen-text-explained"
          data-testid="screen-text-toggle"
          onChange={(event) => change(event.target.checked)}
        />
        <span>Read the text in windows</span>
      </label>
      <div id="screen-text-explained" className="screen-text-explained">
        <Explanation state={view.value} />
        {demo && <p>This is a demo with generated data: nothing is read here.</p>}
        {enabled === null && (
          <p className="trouble">The settings of Hivebar cannot be read; the status of the recorder says why.</p>
        )}
        {problem !== null && (
          <p className="trouble" role="alert">
            {problem.message}
          </p>
        )}
        {enabled === true && <ScreenTextHealth />}
      </div>
    </div>
  );
}

function Explanation({ state: { enabled, keepDays } }: { state: ScreenTextState }) {
  const days = keepDays === 1 ? '1 day' : `${keepDays} days`;
  return (
    <>
      {enabled === true ? (
        <p>
          On: after you change to a window, Hivebar takes a picture of it alone, reads the text on this machine, and
          drops the picture at once. No picture is ever stored. The text goes after {days}.
        </p>
      ) : (
        <p>
          Screen text is off: windows are found by their titles and addresses alone. Turn it on, and Hivebar takes a
          picture of the window in front after you change to it, reads the text on this machine, and drops the picture
          at once. No picture is ever stored. The text goes after {days}.
        </p>
      )}
      <p>
        Never read: what your privacy rules exclude, private windows, browsers that do not tell which of theirs are
        private, password managers, and anything while you are away, locked or paused. Known secrets are taken out.
        English is what it reads best.
      </p>
      <p>
        Costs a few seconds of one processor core for each new window, at most a fifth of one core, and up to 200 MB of
        memory while you change windows.
      </p>
    </>
  );
}

/** How it goes, where there is something to say or to allow. */
function ScreenTextHealth() {
  const view = useStatus();
  const part = view.state === 'ready' ? view.status.sources.find(({ name }) => name === 'screen-text') : undefined;
  if (part === undefined) return null;
  return (
    <div className="screen-text-health" data-testid="screen-text-health" data-state={part.state}>
      <PartMessage part={part} />
    </div>
  );
}
