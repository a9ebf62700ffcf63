import { join } from 'node:path';
import type { TestDatabase } from '../database/testing.ts';
import { type Writer, type WriterOptions, openWriter } from './writer.ts';
import { describeWriterError } from './writer-error.ts';

/** A writer on a test's ClickHouse, as its writer user; whoever opens it closes it. */
export function openTestWriter(
  { database, paths }: Pick<TestDatabase, 'database' | 'paths'>,
  options: Partial<WriterOptions> = {},
): Writer {
  const { host, tcpPort, users } = database.runtime();
  const opened = openWriter({
    addonPath: join(paths.nativeDir, 'seqch.node'),
    host,
    port: tcpPort,
    user: users.writer.name,
    password: users.writer.password,
    ...options,
  });
  if (!opened.ok) throw new Error(describeWriterError(opened.error));
  return opened.value;
}
