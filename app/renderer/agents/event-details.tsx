import { type ReactNode } from 'react';
import { formatMoney } from '../../contract/money.ts';
import { useQuestionWhen } from '../data/use-question-when.ts';
import { formatLength } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { type EventNode, shownNodes, type ThreadEvent } from './event-tree.ts';
import { eventName, eventTokens, kindWords, stateWord } from './event-words.ts';
import { tokenClasses } from './token-classes.ts';

interface EventDetailsProps {
  readonly threadId: string;
  readonly node: EventNode | undefined;
  readonly startMs: number;
}

/** Everything that is known of the selected step or call. */
export function EventDetails({ threadId, node, startMs }: EventDetailsProps) {
  const event = node?.event;
  return (
    <section className="event-details" aria-label="Details" aria-live="polite" data-testid="event-details">
      {node === undefined || event === undefined ? (
        <p className="empty">Select a step or a call to see its tokens, cost and error.</p>
      ) : (
        <>
          <h3>{eventName(event)}</h3>
          <dl className="event-facts">
            {[...factsOf(event, startMs), ...factsInside(node)].map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="figures">{value}</dd>
              </div>
            ))}
          </dl>
          {event.error_msg !== '' && (
            <div className="event-error">
              <h4>Error{event.error_type === '' ? '' : ` (${event.error_type})`}</h4>
              <p className="problem-detail">{event.error_msg}</p>
            </div>
          )}
          {event.kind === 'tool' && <ToolContent threadId={threadId} event={event} />}
        </>
      )}
    </section>
  );
}

function factsOf(event: ThreadEvent, startMs: number): (readonly [string, ReactNode])[] {
  const isStep = event.kind === 'step';
  const facts: (readonly [string, ReactNode] | false)[] = [
    ['What', `${kindWords[event.kind] ?? event.kind}, ${stateWord(event)}`],
    isStep && event.name !== '' && ['Graph', event.name],
    isStep && event.namespace !== '' && ['Subgraph', event.namespace],
    event.provider !== '' && [event.kind === 'tool' ? 'MCP server' : 'Provider', event.provider],
    event.agent_id !== '' && ['Agent', event.agent_id],
    ['Began', `${formatMoment(event.ts_ms)}, ${formatLength(event.ts_ms - startMs)} into the run`],
    event.state !== 'started' && ['Length', event.dur_ms === 0 ? 'not told' : formatLength(event.dur_ms)],
    event.wait_ms > 0 && ['Waited for permission', formatLength(event.wait_ms)],
    event.ttft_ms !== null && ['First token after', formatLength(event.ttft_ms)],
    ...tokenClasses.map(({ key, name }) => event[key] > 0 && ([`${name}, tokens`, formatCount(event[key])] as const)),
    event.kind === 'model' && ['Cost', event.cost_usd === null ? 'price not known' : formatMoney(event.cost_usd)],
    event.attempt > 1 && ['Attempt', formatCount(event.attempt)],
    event.finish_reason !== '' && ['Stopped because of', event.finish_reason],
  ];
  return facts.filter((fact) => fact !== false);
}

/** What the calls within a step come to. */
function factsInside(node: EventNode): (readonly [string, ReactNode])[] {
  const calls = shownNodes(node.children, new Set()).map(({ event }) => event);
  const models = calls.filter(({ kind }) => kind === 'model');
  const tools = calls.filter(({ kind }) => kind === 'tool');
  if (models.length + tools.length === 0) return [];
  const unpriced = models.filter((event) => event.cost_usd === null).length;
  const costUsd = models.reduce((sum, event) => sum + (event.cost_usd ?? 0), 0);
  const failed = calls.filter(({ state }) => state === 'error' || state === 'rejected').length;
  const facts: (readonly [string, ReactNode] | false)[] = [
    ['Model calls inside', formatCount(models.length)],
    ['Tool calls inside', formatCount(tools.length)],
    failed > 0 && ['Failed inside', formatCount(failed)],
    ['Tokens inside', formatCount(models.reduce((sum, event) => sum + eventTokens(event), 0))],
    ['Cost inside', unpriced === 0 ? formatMoney(costUsd) : `${formatMoney(costUsd)}, without ${unpriced} unpriced`],
  ];
  return facts.filter((fact) => fact !== false);
}

/** Arguments and result of a tool call, as far as they were kept. */
function ToolContent({ threadId, event }: { threadId: string; event: ThreadEvent }) {
  if (event.content_bytes === 0) {
    return <p className="card-note">Arguments and result of this call were not kept.</p>;
  }
  return <KeptContent threadId={threadId} event={event} />;
}

function KeptContent({ threadId, event }: { threadId: string; event: ThreadEvent }) {
  const answer = useQuestionWhen(
    'tool-call-content',
    { thread_id: threadId, tool_name: event.name, at_ms: event.ts_ms, event_id: event.event_id },
    '',
  );
  return (
    <Answered answer={answer} skeletonRows={3} empty="Arguments and result of this call are not kept any more.">
      {([content]) =>
        content !== undefined && (
          <>
            <ContentText name="Arguments" text={content.input_json} />
            <ContentText name="Result" text={content.output_json} />
          </>
        )
      }
    </Answered>
  );
}

function ContentText({ name, text }: { name: string; text: string }) {
  if (text === '') return null;
  return (
    <div className="event-content">
      <h4>{name}</h4>
      <pre tabIndex={0} aria-label={name}>
        {text}
      </pre>
    </div>
  );
}
