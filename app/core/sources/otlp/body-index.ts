import type { Signal } from './body-levels.ts';

/** Bytes of a body, from `start` up to and without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Records of one list in a body, and where what they share stands. */
export interface RecordGroup {
  readonly signal: Signal;
  readonly node: BodyNode;
  /** Start and end of each record in turn: two numbers cost less than an object. */
  readonly ranges: number[];
}

/** One message on the way down to the records. What it keeps may follow its records in the body. */
export class BodyNode {
  readonly parent: BodyNode | undefined;
  /** The member of its parent that holds it. */
  readonly name: string;
  readonly kept = new Map<string, ByteRange>();

  constructor(name: string, parent?: BodyNode) {
    this.name = name;
    this.parent = parent;
  }

  /** What this node or the nearest above it keeps under a name. */
  find(name: string): ByteRange | undefined {
    return this.kept.get(name) ?? this.parent?.find(name);
  }
}

/** A body that cannot be read as a whole. Thrown while a body is indexed; the message holds no content of it. */
export class BadBody extends Error {
  override readonly name = 'BadBody';
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/** Where the records of a body stand. It is complete before any record is read, so a torn body is refused as a whole. */
export class BodyIndex {
  readonly groups: RecordGroup[] = [];
  private records = 0;
  private readonly recordsMax: number;

  constructor(recordsMax: number) {
    this.recordsMax = recordsMax;
  }

  group(signal: Signal, node: BodyNode): RecordGroup {
    const group: RecordGroup = { signal, node, ranges: [] };
    this.groups.push(group);
    return group;
  }

  add(group: RecordGroup, start: number, end: number): void {
    this.records += 1;
    if (this.records > this.recordsMax) {
      throw new BadBody(413, `A request may hold ${this.recordsMax} records at most: send smaller batches.`);
    }
    group.ranges.push(start, end);
  }
}

/** How many bytes are indexed between two looks at whether the turn is over. */
export const indexStepBytes = 65_536;
