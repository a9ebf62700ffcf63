import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { BadBody, type BodyIndex, BodyNode, indexStepBytes } from './body-index.ts';
import { type Level, type Signal, signalOf, wireRequests } from './body-levels.ts';

/** Finds the records of a request in protobuf. Pauses every 64 KiB; throws `BadBody` when the framing is torn. */
export function* indexWire(bytes: Uint8Array, index: BodyIndex, signal: Signal): Generator<void, void> {
  const walk = indexMessage(
    new BinaryReader(bytes),
    bytes.length,
    index,
    wireRequests[signal],
    new BodyNode('request'),
  );
  try {
    yield* walk;
  } catch (error) {
    if (error instanceof BadBody) throw error;
    throw new BadBody(400, `The protobuf message cannot be read: ${wireProblem(error)}.`);
  }
}

function* indexMessage(
  reader: BinaryReader,
  end: number,
  index: BodyIndex,
  level: Level,
  node: BodyNode,
): Generator<void, void> {
  const groups = new Map<string, ReturnType<BodyIndex['group']>>();
  let paused = reader.pos;
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    const member = level.byField.get(field);
    if (member === undefined || (wireType !== WireType.LengthDelimited && member.purpose !== 'kept')) {
      reader.skip(wireType, field);
    } else if (wireType !== WireType.LengthDelimited) {
      const start = reader.pos;
      reader.skip(wireType, field);
      node.kept.set(member.name, { start, end: reader.pos });
    } else {
      const length = reader.uint32();
      const start = reader.pos;
      const memberEnd = start + length;
      if (memberEnd > end) throw new RangeError('a field is longer than the message that holds it');
      if (member.purpose === 'kept') {
        node.kept.set(member.name, { start, end: memberEnd });
      } else if (member.purpose === 'records') {
        let group = groups.get(member.name);
        if (group === undefined) groups.set(member.name, (group = index.group(signalOf(member.name), node)));
        index.add(group, start, memberEnd);
      } else {
        yield* indexMessage(reader, memberEnd, index, member.purpose, new BodyNode(member.name, node));
      }
      reader.pos = memberEnd;
    }
    if (reader.pos - paused < indexStepBytes) continue;
    paused = reader.pos;
    yield;
  }
  if (reader.pos !== end) throw new RangeError('a field is longer than the message that holds it');
}

/** What the reader says is wrong; its words name field numbers and lengths, never content. */
export function wireProblem(error: unknown): string {
  return error instanceof Error ? error.message : 'it is no protobuf message';
}
