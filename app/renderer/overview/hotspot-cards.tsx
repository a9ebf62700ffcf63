import { type QuestionRow } from '../../contract/questions.ts';
import { type Answer } from '../data/answer.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { HotspotTable } from './hotspot-table.tsx';
import { type Hotspot } from './hotspots.ts';

interface HotspotCardsProps {
  readonly nodes: Answer<QuestionRow<'failing-nodes'>>;
  readonly tools: Answer<QuestionRow<'failing-tools'>>;
}

/** Where errors gather: graph nodes on the left, tools on the right. */
export function HotspotCards({ nodes, tools }: HotspotCardsProps) {
  return (
    <div className="overview-columns">
      <Card title="Failing nodes" note="Steps of agent graphs" testId="failing-nodes" answers={[nodes]}>
        <Answered answer={nodes} skeletonRows={4} empty="No node failed in these days.">
          {(rows) => <HotspotTable caption="Failing nodes" nameHeading="Node" hotspots={rows.map(fromNode)} />}
        </Answered>
      </Card>
      <Card title="Failing tools" note="Tools that agents call" testId="failing-tools" answers={[tools]}>
        <Answered answer={tools} skeletonRows={4} empty="No tool failed in these days.">
          {(rows) => <HotspotTable caption="Failing tools" nameHeading="Tool" hotspots={rows.map(fromTool)} />}
        </Answered>
      </Card>
    </div>
  );
}

function fromNode(row: QuestionRow<'failing-nodes'>): Hotspot {
  return {
    key: JSON.stringify([row.graph_name, row.node_id]),
    name: row.node_id,
    where: row.graph_name,
    errors: row.errors,
    lastMs: row.last_ts_ms,
    lastError: row.last_error,
  };
}

function fromTool(row: QuestionRow<'failing-tools'>): Hotspot {
  return {
    key: row.tool_name,
    name: row.tool_name,
    where: '',
    errors: row.errors,
    lastMs: row.last_ts_ms,
    lastError: row.last_error,
  };
}
