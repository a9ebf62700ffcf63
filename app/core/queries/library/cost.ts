import { localProviders } from '../../prices/local-providers.ts';
import { count, epochMs, text, tokens, usd, usdOrNull } from '../columns.ts';
import { dayStartHour, names, nowMs, range, tz } from '../parameters.ts';
import { question } from '../question.ts';
import { allTokens, beganInRange, localHourMs, quarterMs, quartersInRange, todayMs } from './sql-parts.ts';

export const costNow = question({
  name: 'cost-now',
  title: 'Cost now',
  description: 'Cost, calls and tokens of this local hour and day; unpriced calls are counted and in no cost.',
  parameters: { tz, day_start_hour: dayStartHour, now_ms: nowMs },
  columns: {
    cost_hour_usd: usd,
    cost_today_usd: usd,
    calls_hour: count,
    calls_today: count,
    unpriced_hour: count,
    unpriced_today: count,
    tokens_today: tokens,
  },
  sql: `
    WITH ${quarterMs} AS quarter_ms, ${todayMs}, ${localHourMs('{now_ms:UInt64}')} AS this_hour_ms
    SELECT
        sumIf(c.cost_micros, quarter_ms >= this_hour_ms) / 1000000 AS cost_hour_usd,
        sum(c.cost_micros) / 1000000 AS cost_today_usd,
        sumIf(c.calls, quarter_ms >= this_hour_ms) AS calls_hour,
        sum(c.calls) AS calls_today,
        sumIf(c.unpriced_calls, quarter_ms >= this_hour_ms) AS unpriced_hour,
        sum(c.unpriced_calls) AS unpriced_today,
        sum(${allTokens}) AS tokens_today
    FROM hive.cost_per_hour AS c
    WHERE hour >= toStartOfHour(toDateTime(intDiv(today_ms, 1000), 'UTC'))
        AND quarter_ms >= today_ms AND quarter_ms <= {now_ms:UInt64}`,
});

export const costPerHour = question({
  name: 'cost-per-hour',
  title: 'Cost and tokens per model and hour',
  description: 'By local hour and model: cost, calls, tokens. Unpriced calls are counted and in no cost.',
  parameters: { ...range(24, 'quarters of an hour'), tz },
  columns: {
    hour_ms: epochMs,
    model: text,
    cost_usd: usd,
    calls: count,
    unpriced_calls: count,
    input_tokens: tokens,
    output_tokens: tokens,
  },
  maxRows: 100_000,
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT
        ${localHourMs('quarter_ms')} AS hour_ms,
        model,
        sum(c.cost_micros) / 1000000 AS cost_usd,
        sum(c.calls) AS calls,
        sum(c.unpriced_calls) AS unpriced_calls,
        sum(c.input_tokens) AS input_tokens,
        sum(c.output_tokens) AS output_tokens
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY hour_ms, model
    ORDER BY hour_ms, model`,
});

export const costByModel = question({
  name: 'cost-by-model',
  title: 'Cost by model',
  description: 'Calls, tokens by class and cost of each model in the range; unpriced calls are counted and in no cost.',
  parameters: range(7 * 24, 'quarters of an hour'),
  columns: {
    provider: text,
    model: text,
    calls: count,
    failed_calls: count,
    unpriced_calls: count,
    input_tokens: tokens,
    output_tokens: tokens,
    reasoning_tokens: tokens,
    cache_read_tokens: tokens,
    cache_write_tokens: tokens,
    cost_usd: usd,
  },
  sql: `
    SELECT
        provider,
        model,
        sum(c.calls) AS calls,
        sum(c.failed_calls) AS failed_calls,
        sum(c.unpriced_calls) AS unpriced_calls,
        sum(c.input_tokens) AS input_tokens,
        sum(c.output_tokens) AS output_tokens,
        sum(c.reasoning_tokens) AS reasoning_tokens,
        sum(c.cache_read_tokens) AS cache_read_tokens,
        sum(c.cache_write_5m_tokens + c.cache_write_1h_tokens) AS cache_write_tokens,
        sum(c.cost_micros) / 1000000 AS cost_usd
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY provider, model
    ORDER BY cost_usd DESC, calls DESC, provider, model`,
});

export const localAndCloudToday = question({
  name: 'local-and-cloud-today',
  title: 'Local and cloud models today',
  description: 'Calls, tokens and cost since the day began on models of this machine and of others.',
  parameters: {
    tz,
    day_start_hour: dayStartHour,
    now_ms: nowMs,
    local_providers: names('Providers that count as local', localProviders),
  },
  columns: { location: text, calls: count, failed_calls: count, tokens, cost_usd: usd, unpriced_calls: count },
  sql: `
    WITH ${quarterMs} AS quarter_ms, ${todayMs}
    SELECT
        if(has({local_providers:Array(String)}, lower(provider)), 'local', 'cloud') AS location,
        sum(c.calls) AS calls,
        sum(c.failed_calls) AS failed_calls,
        sum(${allTokens}) AS tokens,
        sum(c.cost_micros) / 1000000 AS cost_usd,
        sum(c.unpriced_calls) AS unpriced_calls
    FROM hive.cost_per_hour AS c
    WHERE hour >= toStartOfHour(toDateTime(intDiv(today_ms, 1000), 'UTC'))
        AND quarter_ms >= today_ms AND quarter_ms <= {now_ms:UInt64}
    GROUP BY location
    ORDER BY location DESC`,
});

export const unpricedModels = question({
  name: 'unpriced-models',
  title: 'Models without a price',
  description: 'Calls whose cost is unknown, by model, with an estimate where a price has become known since.',
  parameters: range(7 * 24),
  columns: { provider: text, model: text, calls: count, tokens, estimated_usd: usdOrNull },
  sql: `
    SELECT
        i.provider AS provider,
        i.model AS model,
        count() AS calls,
        sum(toUInt64(i.input_tokens) + i.output_tokens + i.reasoning_tokens + i.cache_read_tokens
            + i.cache_write_5m_tokens + i.cache_write_1h_tokens) AS tokens,
        sum(if(p.model = '', NULL,
            i.input_tokens * p.input_usd_per_mtok
            + (toUInt64(i.output_tokens) + i.reasoning_tokens) * p.output_usd_per_mtok
            + i.cache_read_tokens * p.cache_read_usd_per_mtok
            + i.cache_write_5m_tokens * p.cache_write_5m_usd_per_mtok
            + i.cache_write_1h_tokens * p.cache_write_1h_usd_per_mtok)) / 1000000 AS estimated_usd
    FROM
    (
        SELECT *
        FROM hive.model_invocations
        WHERE cost_micros IS NULL AND ${beganInRange}
    ) AS i
    ASOF LEFT JOIN hive.prices AS p
        ON p.provider = i.provider AND p.model = i.model AND p.valid_from_ms <= i.ts_ms
    GROUP BY provider, model
    ORDER BY calls DESC, provider, model`,
});
