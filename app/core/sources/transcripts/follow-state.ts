import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { type AgentName, agentName } from '../../../contract/imports.ts';
import { errorCode } from '../../database/file-errors.ts';
import type { Log } from '../../host.ts';
import { writePrivateFile } from '../../private-file.ts';

/** How far one session file was told of. */
export interface FilePlace {
  readonly agent: AgentName;
  /** Number of the file in its file system; tells a renamed file from a new one. */
  readonly inode: number;
  /** Everything before this byte was told of. For a document: every call that began at or before this moment, epoch milliseconds. */
  readonly doneUntil: number;
  /** Hash of the file's first `headBytes`; 0 bytes when it was never read. */
  readonly headBytes: number;
  readonly headHash: string;
}

/** Several thousand files of a person who has worked with agents for years, many times over. */
const mostFiles = 200_000;
const place = v.tuple([agentName, v.number(), v.number(), v.number(), v.string()]);
const stateFile = v.object({ version: v.literal(1), files: v.record(v.string(), place) });

/**
 * The places of all followed files, by path; undefined when there is no state yet, or none that can be read: following
 * then begins at the present end of what is there.
 */
export async function readFollowState(path: string, log: Log): Promise<Map<string, FilePlace> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') log('error', 'where the following of sessions stood cannot be read', {});
    return undefined;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stateFile), text);
  if (!parsed.success) {
    log('error', 'where the following of sessions stood is damaged: sessions are followed from their present end', {});
    return undefined;
  }
  return new Map(
    Object.entries(parsed.output.files).map(([file, [agent, inode, doneUntil, headBytes, headHash]]) => [
      file,
      { agent, inode, doneUntil, headBytes, headHash },
    ]),
  );
}

/** Written in one step, for this account only. */
export async function writeFollowState(path: string, places: Iterable<readonly [string, FilePlace]>): Promise<void> {
  const files: Record<string, v.InferOutput<typeof place>> = {};
  let count = 0;
  for (const [file, { agent, inode, doneUntil, headBytes, headHash }] of places) {
    if (count >= mostFiles) break;
    count += 1;
    files[file] = [agent, inode, doneUntil, headBytes, headHash];
  }
  await writePrivateFile(path, `${JSON.stringify({ version: 1, files })}\n`);
}
