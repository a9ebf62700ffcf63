import {
  type AgentModel,
  type AgentNode,
  type AgentStateName,
  type SuggestionKind,
  agentNode,
} from '../../contract/always-on-agent.ts';
import { type PartState } from '../../contract/health.ts';

export const agentStateWords: Readonly<Record<AgentStateName, string>> = {
  off: 'Off',
  starting: 'Starting',
  watching: 'Watching',
  working: 'Working',
  away: 'Waiting for you',
  paused: 'Paused',
  limited: 'Limit reached',
  failing: 'Failing',
};

/** The state as one of the shapes that parts of the recorder are shown with. */
export const agentStateShapes: Readonly<Record<AgentStateName, PartState>> = {
  off: 'unavailable',
  starting: 'starting',
  watching: 'ok',
  working: 'ok',
  away: 'paused',
  paused: 'paused',
  limited: 'degraded',
  failing: 'failing',
};

export const nodeWords: Readonly<Record<AgentNode, string>> = {
  context_poll: 'Reads what you do',
  context_router: 'Decides who looks',
  coding_assist: 'Helps with code',
  research_assist: 'Helps with reading',
  general_observe: 'Observes the hour',
  idle_checkpoint: 'Waits for you',
};

export const kindWords: Readonly<Record<SuggestionKind, string>> = {
  'repeated-failure': 'The same failure again',
  'stuck-stretch': 'Long in one place',
  'uncommon-cost': 'Uncommon cost',
  'reading-note': 'Note on what you read',
  'hourly-summary': 'Summary of the hour',
};

export const placeWords: Readonly<Record<AgentModel['place'], string>> = {
  'in-process': 'Inside Hivebar',
  'local-server': 'Server on this machine',
  cloud: 'Cloud',
};

/** Where the router sent a call, by the word that is stored with it. */
export const routeWords: Readonly<Record<string, string>> = {
  local: placeWords['in-process'],
  server: placeWords['local-server'],
  cloud: placeWords.cloud,
};

/** The nodes that come after a checkpoint, in words; a name that is not known stays as it is. */
export function nextWords(nextNodes: string): string {
  if (nextNodes === '') return 'Ended';
  if (nextNodes === '__start__') return 'Begins';
  return nextNodes
    .split(', ')
    .map((name) => (isNode(name) ? nodeWords[name] : name))
    .join(', ');
}

function isNode(name: string): name is AgentNode {
  return (agentNode.options as readonly string[]).includes(name);
}

/** What "never again" holds for: a kind, and what it is about unless that is everything. */
export function neverWords(kind: SuggestionKind, subject: string): string {
  return subject === '' ? `${kindWords[kind]}, whatever it is about` : `${kindWords[kind]}: ${subject}`;
}
