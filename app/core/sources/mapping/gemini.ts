import type { AgentRow } from '../agents/agent-row.ts';
import type { OtlpLog, OtlpRecord } from '../otlp/otlp-record.ts';
import { eventName } from './agent-record.ts';
import { answered, failed, tokensDisagree, toolCall } from './gemini-rows.ts';
import type { Mapped, SourceMapper } from './source-mapper.ts';

const PREFIX = 'gemini_cli.';

/** Tells of requests, answers and errors a second time, without the thoughts. */
const REPETITION = 'gen_ai.client.inference.operation.details';

const mappings: ReadonlyMap<string, (log: OtlpLog) => AgentRow> = new Map([
  ['gemini_cli.api_response', answered],
  ['gemini_cli.api_error', failed],
  ['gemini_cli.tool_call', toolCall],
]);

/** Gemini CLI: log records only, each complete in itself. Its spans repeat the token counts without the thoughts. */
export function createGeminiMapper(): SourceMapper {
  return { source: 'gemini', claims: isGemini, map: mapRecords };
}

function isGemini(record: OtlpRecord): boolean {
  const { serviceName, scopeName } = record.origin;
  if (serviceName === 'gemini-cli' || scopeName === 'gemini-cli') return true;
  if (record.signal === 'log') return eventName(record).startsWith(PREFIX);
  if (record.signal === 'point') return record.metric.startsWith(PREFIX);
  return record.attributes['gen_ai.agent.name'] === 'gemini-cli';
}

function mapRecords(records: readonly OtlpRecord[]): Mapped {
  const rows: AgentRow[] = [];
  const unmapped: OtlpRecord[] = [];
  let repeated = 0;
  for (const record of records) {
    const name = record.signal === 'log' ? eventName(record) : '';
    const mapping = mappings.get(name);
    if (record.signal === 'log' && mapping !== undefined) {
      rows.push(mapping(record));
      if (tokensDisagree(record.attributes)) unmapped.push(record);
    } else if (name === REPETITION) repeated++;
    else unmapped.push(record);
  }
  return { rows, unmapped, repeated };
}
