import {
  type CheckpointSaverTestInitializer,
  deltaChannelHistoryTests,
  validate,
} from '@langchain/langgraph-checkpoint-validation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { openTestWriter } from '../../writer/testing.ts';
import type { Writer } from '../../writer/writer.ts';
import type { ClickHouseSaver } from './clickhouse-saver.ts';
import { removeCheckpoints, testSaver } from './testing.ts';

/** What LangGraph asks of anything that keeps checkpoints, asked of ours on a real ClickHouse. */
let test: TestDatabase;
let writer: Writer;
const initializer = (ownsThreads: boolean): CheckpointSaverTestInitializer<ClickHouseSaver> => ({
  checkpointerName: ownsThreads ? 'ClickHouseSaver with threads of its own' : 'ClickHouseSaver',
  beforeAllTimeout: 60_000,
  async beforeAll() {
    test = await startTestDatabase();
    writer = openTestWriter(test);
  },
  async afterAll() {
    await writer.close(1_000);
    await test.stop();
  },
  createCheckpointer: () => testSaver(test, writer, { ownsThreads }),
  destroyCheckpointer: () => removeCheckpoints(test),
});

// The suites of LangGraph look for these as globals.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

describe('a checkpointer of LangGraph', () => {
  for (const ownsThreads of [false, true]) {
    validate(initializer(ownsThreads));
    deltaChannelHistoryTests(initializer(ownsThreads));
  }
});
