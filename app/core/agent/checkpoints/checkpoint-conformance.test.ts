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
const initializer: CheckpointSaverTestInitializer<ClickHouseSaver> = {
  checkpointerName: 'ClickHouseSaver',
  beforeAllTimeout: 60_000,
  async beforeAll() {
    test = await startTestDatabase();
    writer = openTestWriter(test);
  },
  async afterAll() {
    await writer.close(1_000);
    await test.stop();
  },
  createCheckpointer: () => testSaver(test, writer),
  destroyCheckpointer: () => removeCheckpoints(test),
};

// The suites of LangGraph look for these as globals.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

describe('a checkpointer of LangGraph', () => {
  validate(initializer);
  deltaChannelHistoryTests(initializer);
});
