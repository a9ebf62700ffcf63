import { RecentMap } from '../contract/recent-map.ts';
import type { RunView } from './step-tracker.ts';

/** A run that LangChain has told the start of: a chain, a node, a graph, a model call or a tool call. */
export interface Run {
  readonly id: string;
  readonly parent: Run | undefined;
  /** The outermost run, itself when nothing is around it. */
  readonly rootId: string;
  readonly name: string;
  readonly view: RunView;
  /** Set once a node of it has started, so that it turns out to be a graph; the namespace of that graph. */
  graphNs: string | undefined;
}

const runsRemembered = 10_000;

/** The runs that have started and not ended. What never ends is forgotten once there are too many. */
export class RunMap {
  private readonly runs = new RecentMap<string, Run>(runsRemembered);
  private readonly newView: () => RunView;

  constructor(newView: () => RunView) {
    this.newView = newView;
  }

  start(id: string, parentId: string | undefined, name: string): Run {
    const parent = parentId === undefined ? undefined : this.runs.get(parentId);
    const run: Run = {
      id,
      parent,
      rootId: parent?.rootId ?? id,
      name,
      view: parent?.view ?? this.newView(),
      graphNs: undefined,
    };
    this.runs.set(id, run);
    return run;
  }

  get(id: string): Run | undefined {
    return this.runs.get(id);
  }

  /** The run, which is forgotten. */
  end(id: string): Run | undefined {
    const run = this.runs.get(id);
    this.runs.delete(id);
    return run;
  }
}

/** The name of the outermost graph that a run belongs to, empty when it belongs to none. */
export function graphNameOf(run: Run | undefined): string {
  let name = '';
  for (let at = run; at !== undefined; at = at.parent) if (at.graphNs !== undefined) name = at.name;
  return name;
}
