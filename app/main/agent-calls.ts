import type { AgentsFace } from '../core/agents-face.ts';
import type { CallHandlers } from './calls.ts';

type AgentCalls = Pick<
  CallHandlers,
  | 'connections'
  | 'connectionPlan'
  | 'connect'
  | 'disconnect'
  | 'endpoints'
  | 'setKeepContent'
  | 'imports'
  | 'startImport'
  | 'cancelImport'
>;

/** The calls of the sources page. A window names agents and never files: which are read is decided here. */
export function agentCalls(agents: AgentsFace): AgentCalls {
  return {
    connections: async () => [...(await agents.connections())],
    connectionPlan: ({ agent, change }) => agents.plan(agent, change),
    connect: ({ agent, fingerprint }) => agents.change(agent, 'connect', fingerprint),
    disconnect: ({ agent, fingerprint }) => agents.change(agent, 'disconnect', fingerprint),
    endpoints: () => agents.endpoints(),
    setKeepContent: ({ keep }) => agents.setKeepContent(keep),
    imports: () => [...agents.imports()],
    startImport: ({ agent }) => agents.startImport(agent),
    cancelImport: ({ agent }) => agents.cancelImport(agent),
  };
}
