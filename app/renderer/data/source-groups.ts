import { type PartHealth, type RecorderStatus } from '../../contract/health.ts';
import { type AgentName, agentNames } from '../../contract/imports.ts';

/** The sources as the page shows them. */
export interface SourceGroups {
  /** What is known of each agent that Hivebar can connect; a source that was never heard of has no part. */
  readonly agents: ReadonlyMap<AgentName, PartHealth>;
  /** Programs that report by themselves. */
  readonly programs: readonly PartHealth[];
  /** The doors that agents and programs come in by. */
  readonly doors: readonly PartHealth[];
  /** What records the person, and whatever else there is. */
  readonly person: readonly PartHealth[];
}

const programNames: readonly string[] = ['langgraph', 'opentelemetry', 'hivebar'];
const doorNames: readonly string[] = ['otlp', 'socket', 'transcripts'];

export function groupSources({ sources }: Pick<RecorderStatus, 'sources'>): SourceGroups {
  const agents = new Map<AgentName, PartHealth>();
  const groups = { programs: [] as PartHealth[], doors: [] as PartHealth[], person: [] as PartHealth[] };
  for (const part of sources) {
    const agent = agentNames.find((name) => name === part.name);
    if (agent !== undefined) agents.set(agent, part);
    else if (programNames.includes(part.name)) groups.programs.push(part);
    else if (doorNames.includes(part.name)) groups.doors.push(part);
    else groups.person.push(part);
  }
  return { agents, ...groups };
}

/** Whether any agent or program has told of anything since the start. */
export function hasAgentEvents({ sources }: Pick<RecorderStatus, 'sources'>): boolean {
  const names: readonly string[] = [...agentNames, ...programNames];
  return sources.some(
    ({ name, lastEventMs, counters }) =>
      names.includes(name) && (lastEventMs !== null || (counters['accepted'] ?? 0) > 0),
  );
}
