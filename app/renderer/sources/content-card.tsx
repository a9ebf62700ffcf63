import { useState } from 'react';
import { type Endpoints } from '../../contract/connect.ts';
import { type LiveView } from '../data/live-view.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { Card } from '../ui/card.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

interface ContentCardProps {
  readonly endpoints: LiveView<Endpoints>;
  readonly onChanged: (endpoints: Endpoints) => void;
}

/** The one switch over what agents say: kept or dropped. */
export function ContentCard({ endpoints, onChanged }: ContentCardProps) {
  if (endpoints.state === 'failed') return null;
  return (
    <Card title="Content" testId="content">
      {endpoints.state === 'loading' ? (
        <Skeleton rows={2} />
      ) : (
        <ContentSwitch endpoints={endpoints.value} onChanged={onChanged} />
      )}
    </Card>
  );
}

function ContentSwitch({ endpoints, onChanged }: { endpoints: Endpoints; onChanged: (endpoints: Endpoints) => void }) {
  const { calls } = useSession();
  const [changing, setChanging] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { keepContent } = endpoints;

  function change(keep: boolean): void {
    setChanging(true);
    void calls.setKeepContent(keep).then((answer) => {
      setChanging(false);
      setProblem(answer.ok ? null : answer.error);
      if (answer.ok) onChanged(answer.value);
    });
  }

  return (
    <div className="content-switch">
      <label className="switch">
        <input
          type="checkbox"
          role="switch"
          checked={keepContent === true}
          disabled={keepContent === null || changing}
          aria-describedby="content-explained"
          data-testid="keep-content"
          onChange={(event) => change(event.target.checked)}
        />
        <span>Keep prompts and tool content</span>
      </label>
      <div id="content-explained" className="content-explained">
        {keepContent === true ? (
          <p>
            Prompts, answers, and what tools are given and return are kept in the database on this machine, for as long
            as everything else. Known secrets are taken out. Agents that are connected already must be connected again
            to send them.
          </p>
        ) : (
          <p>
            Off: what you and your agents say is dropped before it is stored. Models, tokens, costs, times, names of
            tools and errors are kept; every figure here works without the rest.
          </p>
        )}
        {keepContent === null && (
          <p className="trouble">The settings of Hivebar cannot be read; the status of the recorder says why.</p>
        )}
        {problem !== null && (
          <p className="trouble" role="alert">
            {problem.message}
          </p>
        )}
      </div>
    </div>
  );
}
