import { epochMs, text, usdOrNull } from '../columns.ts';
import { nowMs } from '../parameters.ts';
import { question } from '../question.ts';

export const agentSpend = question({
  name: 'agent-spend',
  title: 'What the always-on agent used',
  description: 'Calls that the always-on agent itself made in the last 60 minutes, one row each, failed ones too.',
  parameters: { now_ms: nowMs },
  columns: { event_id: text, ts_ms: epochMs, cost_usd: usdOrNull },
  // Its hourly limits allow up to 10,000 calls, and a day's calls are few beside those of recorded agents.
  maxRows: 20_000,
  sql: `
    SELECT event_id, ts_ms, cost_micros / 1000000 AS cost_usd
    FROM hive.model_invocations
    WHERE source = 'hivebar' AND ts_ms + 3600000 > {now_ms:UInt64}
        AND toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
            >= toDate(toDateTime(intDiv({now_ms:UInt64}, 1000) - 3600, 'UTC'))
    ORDER BY ts_ms DESC`,
});
