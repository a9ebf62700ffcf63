import { type BodyIndex, BodyNode, indexStepBytes } from './body-index.ts';
import { type Level, type Member, jsonRequest, signalOf } from './body-levels.ts';
import { JsonScanner } from './json-scanner.ts';

/** Finds the records of a request in JSON. Pauses every 64 KiB; throws `BadBody` when the text is torn. */
export function* indexJson(bytes: Uint8Array, index: BodyIndex, depthMax: number): Generator<void, void> {
  // No bytes at all are no JSON, but the empty message in protobuf: nothing was sent, and nothing is wrong.
  if (bytes.length === 0) return;
  const scanner = new JsonScanner(bytes, depthMax);
  yield* indexObject(scanner, index, jsonRequest, new BodyNode('request'));
  scanner.space();
  if (scanner.pos < bytes.length) scanner.fail('something follows the request');
}

function* indexObject(scanner: JsonScanner, index: BodyIndex, level: Level, node: BodyNode): Generator<void, void> {
  if (!scanner.opens('{')) scanner.fail(`${node.name} must be an object`);
  if (scanner.closes('}')) return;
  do {
    const start = scanner.pos;
    yield* indexMember(scanner, index, node, level.byName.get(scanner.memberName()));
    if (scanner.pos - start > indexStepBytes) yield;
  } while (!scanner.isLast('}'));
}

function* indexMember(
  scanner: JsonScanner,
  index: BodyIndex,
  node: BodyNode,
  member: Member | undefined,
): Generator<void, void> {
  const start = scanner.pos;
  if (member === undefined || member.purpose === 'kept' || isNull(scanner)) {
    while (!scanner.skipSome()) yield;
    if (member?.purpose === 'kept') node.kept.set(member.name, { start, end: scanner.pos });
  } else if (member.purpose === 'records') {
    yield* indexRecords(scanner, index, node, member.name);
  } else if (scanner.opens('[')) {
    if (scanner.closes(']')) return;
    do {
      yield* indexObject(scanner, index, member.purpose, new BodyNode(member.name, node));
    } while (!scanner.isLast(']'));
  } else {
    yield* indexObject(scanner, index, member.purpose, new BodyNode(member.name, node));
  }
}

function* indexRecords(scanner: JsonScanner, index: BodyIndex, node: BodyNode, name: string): Generator<void, void> {
  if (!scanner.opens('[')) scanner.fail(`${name} must be a list`);
  if (scanner.closes(']')) return;
  const group = index.group(signalOf(name), node);
  let paused = scanner.pos;
  do {
    scanner.space();
    const start = scanner.pos;
    while (!scanner.skipSome()) yield;
    index.add(group, start, scanner.pos);
    if (scanner.pos - paused < indexStepBytes) continue;
    paused = scanner.pos;
    yield;
  } while (!scanner.isLast(']'));
}

/** Whether `null` comes next: JSON's way to say that a member has its default. */
function isNull({ bytes, pos }: JsonScanner): boolean {
  return bytes[pos] === 0x6e;
}
