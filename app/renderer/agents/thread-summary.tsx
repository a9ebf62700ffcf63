import { type QuestionRow } from '../../contract/questions.ts';
import { type Answer } from '../data/answer.ts';
import { useNow } from '../data/use-now.ts';
import { formatLength } from '../format/duration.ts';
import { formatCompact, formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { RunCost } from './runs-table.tsx';
import { type Run, runFailures, runName, runState, runStateWords } from './run-words.ts';

interface ThreadSummaryProps {
  readonly threadId: string;
  readonly answer: Answer<QuestionRow<'agent-thread'>>;
}

/** What a run is, how it stands, and its sums over its whole life. */
export function ThreadSummary({ threadId, answer }: ThreadSummaryProps) {
  const run = answer.state === 'ready' ? answer.rows[0] : undefined;
  return (
    <Card
      title={run === undefined ? 'Run' : runName(run)}
      note={<span className="thread-id">{threadId}</span>}
      testId="thread-summary"
      answers={[answer]}
      aside={<CopyButton text={threadId} what="id of this run" />}
    >
      <Answered answer={answer} skeletonRows={2} empty="Nothing is kept of this run any more.">
        {([first]) => first !== undefined && <Figures run={first} />}
      </Answered>
    </Card>
  );
}

function Figures({ run }: { run: Run }) {
  const state = runStateWords[runState(run, useNow(60_000))];
  const failures = runFailures(run);
  return (
    <>
      <dl className="thread-figures">
        <div>
          <dt>State</dt>
          <dd className="run-state" title={state.means}>
            <StateGlyph state={state.glyph} />
            {state.word}
          </dd>
        </div>
        <Figure name="Started" value={formatMoment(run.started_ms)} />
        <Figure name="Length" value={formatLength(run.ended_ms - run.started_ms)} />
        {run.steps > 0 && <Figure name="Steps" value={formatCount(run.steps)} />}
        <Figure name="Model calls" value={formatCount(run.model_calls)} />
        <Figure name="Tool calls" value={formatCount(run.tool_calls)} />
        <Figure name="Tokens" value={formatCompact(run.tokens)} />
        <div>
          <dt>Cost</dt>
          <dd className="figures">
            <RunCost costUsd={run.cost_usd} unpriced={run.unpriced_calls} />
          </dd>
        </div>
        <Figure name="Failures" value={failures.count === 0 ? 'none' : failures.words} />
      </dl>
      {run.model_names !== '' && <p className="card-note thread-models">{run.model_names}</p>}
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">{value}</dd>
    </div>
  );
}
