import type { PlanStep } from '../../../contract/console.ts';

/** A node of EXPLAIN PLAN json = 1; what else it holds depends on its type. */
interface PlanNode {
  readonly 'Node Type'?: string;
  readonly Description?: string;
  readonly Plans?: readonly PlanNode[];
  readonly Indexes?: readonly PlanIndex[];
  readonly [key: string]: unknown;
}

interface PlanIndex {
  readonly Type?: string;
  readonly Name?: string;
  readonly Keys?: readonly string[];
  readonly Condition?: string;
  readonly 'Initial Parts'?: number;
  readonly 'Selected Parts'?: number;
  readonly 'Initial Granules'?: number;
  readonly 'Selected Granules'?: number;
}

/** Beyond this a fact is cut: conditions can be as long as the query. */
const longestFact = 300;
/** Said elsewhere in a step, or of interest to nobody but the server. */
const untold = new Set(['Node Type', 'Node Id', 'Description', 'Plans', 'Indexes', 'Expression']);

/** The plan as a tree: what is read stands at its leaves. */
export function planTree(json: string): PlanStep {
  const plans = JSON.parse(json) as readonly { readonly Plan?: PlanNode }[];
  return step(plans[0]?.Plan ?? {});
}

function step(node: PlanNode): PlanStep {
  return {
    name: node['Node Type'] ?? '',
    description: plain(node.Description ?? ''),
    facts: [...(node.Indexes ?? []).map(indexFact), ...otherFacts(node)],
    inputs: (node.Plans ?? []).map(step),
  };
}

function indexFact(index: PlanIndex): string {
  const name = [index.Type, index.Name].filter(Boolean).join(' ');
  const keys = index.Keys === undefined ? '' : ` on ${index.Keys.join(', ')}`;
  const condition = index.Condition === undefined ? '' : `: ${index.Condition}`;
  const parts = `${index['Selected Parts'] ?? '?'} of ${index['Initial Parts'] ?? '?'} parts`;
  const granules = `${index['Selected Granules'] ?? '?'} of ${index['Initial Granules'] ?? '?'} granules`;
  return `${short(plain(`${name}${keys}${condition}`))} (${parts}, ${granules})`;
}

function otherFacts(node: PlanNode): string[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (untold.has(key) || value === false || value === '') return [];
    const text = valueText(value);
    return text === '' ? [] : [`${key}: ${short(plain(text))}`];
  });
}

/** A value in few words: of things with a name the name, of columns that are sorted by also the direction. */
function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).filter(Boolean).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  const thing = value as Readonly<Record<string, unknown>>;
  if (typeof thing['Name'] === 'string') return thing['Name'];
  if (typeof thing['Column'] === 'string') return `${thing['Column']}${thing['Ascending'] === false ? ' DESC' : ''}`;
  const filter = thing['Prewhere filter'] as Readonly<Record<string, unknown>> | undefined;
  const column = filter?.['Prewhere filter column'];
  return typeof column === 'string' ? column : '';
}

/** The planner's own names of tables say nothing to a person. */
function plain(text: string): string {
  return text.replace(/__table\d+\./g, '').trim();
}

function short(text: string): string {
  return text.length <= longestFact ? text : `${text.slice(0, longestFact)} …`;
}
