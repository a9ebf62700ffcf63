import type { TableRow } from '../row-sink.ts';
import type { AgentRow } from './agent-row.ts';
import { emptyCall, emptyTool } from './empty-rows.ts';
import { type CleaningRules, cleanAttributes, cleanText } from './clean-attributes.ts';

/** Names are dictionary columns and chosen by other programs. */
const maxName = 200;
const maxId = 500;
const maxMessage = 4_096;
const maxContent = 65_536;

/**
 * The row as it is stored: without personal data and secrets, texts within limits, and without what was said unless the
 * person keeps it. Sizes are of the whole text, also where it is cut or left out.
 */
export function cleanRow(agentRow: AgentRow, rules: CleaningRules): TableRow {
  const name = (text: string) => text.slice(0, maxName);
  const names = <Row extends object>(row: Row): Row => shorten(row, longNames);
  const message = (text: string | undefined) => cleanText(text ?? '', rules, maxMessage);
  const id = agentRow.id.slice(0, maxId);

  switch (agentRow.table) {
    case 'hive.model_invocations': {
      const row = names(agentRow.row);
      return { table: agentRow.table, row: { ...emptyCall, ...row, event_id: id, error_msg: message(row.error_msg) } };
    }
    case 'hive.model_call_additions':
      return { table: agentRow.table, row: names(agentRow.row) };
    case 'hive.tool_calls': {
      const row = names(agentRow.row);
      const { input_json = '', output_json = '' } = row;
      return {
        table: agentRow.table,
        row: {
          ...emptyTool,
          ...row,
          event_id: id,
          error_msg: rules.keepContent ? message(row.error_msg) : message(firstLine(row.error_msg)),
          input_bytes: row.input_bytes ?? Buffer.byteLength(input_json),
          output_bytes: row.output_bytes ?? Buffer.byteLength(output_json),
          input_json: rules.keepContent ? cleanText(input_json, rules, maxContent) : '',
          output_json: rules.keepContent ? cleanText(output_json, rules, maxContent) : '',
        },
      };
    }
    case 'hive.supersteps': {
      const row = names(agentRow.row);
      return { table: agentRow.table, row: { ...row, event_id: id, error_msg: message(row.error_msg) } };
    }
    case 'seq.trace_events': {
      const { row, attributes } = agentRow;
      return {
        table: agentRow.table,
        row: {
          ...row,
          component: name(row.component),
          event: name(row.event),
          message: message(row.message),
          attributes: cleanAttributes(attributes, rules),
          event_id: id,
        },
      };
    }
    case 'seq.mem_events': {
      const { row, attributes } = agentRow;
      return {
        table: agentRow.table,
        row: {
          ...row,
          kind: name(row.kind),
          app: name(row.app ?? ''),
          subject: cleanText(row.subject ?? '', rules, maxMessage),
          payload: cleanAttributes(attributes, rules),
        },
      };
    }
  }
}

/** A failed tool may hand its whole output over as the failure: enough to recognise it is no content. */
function firstLine(text: string | undefined): string {
  return (text ?? '').trimStart().split('\n', 1)[0]?.slice(0, maxName) ?? '';
}

/** Texts that are no content, by the length they may have; all others are names. */
const longNames: Readonly<Record<string, number>> = {
  thread_id: maxId,
  event_id: maxId,
  checkpoint_ns: maxId,
  route_reason: maxId,
  error_msg: Number.POSITIVE_INFINITY,
  input_json: Number.POSITIVE_INFINITY,
  output_json: Number.POSITIVE_INFINITY,
};

/** Every row comes through here, and hardly any has a text that is too long: the usual case makes nothing. */
function shorten<Row extends object>(row: Row, limits: Readonly<Record<string, number>>): Row {
  let shortened: Record<string, string> | undefined;
  for (const key of Object.keys(row)) {
    const value: unknown = row[key as keyof Row];
    if (typeof value !== 'string' || value.length <= maxName) continue;
    const limit = limits[key] ?? maxName;
    if (value.length > limit) (shortened ??= {})[key] = value.slice(0, limit);
  }
  return shortened === undefined ? row : { ...row, ...shortened };
}
