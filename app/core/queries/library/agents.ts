import { count, epochMs, text, tokens, usd } from '../columns.ts';
import { localProviders } from '../../prices/local-providers.ts';
import { choice, name, names, range, rowLimit, tz } from '../parameters.ts';
import { question } from '../question.ts';
import { allTokens, hoursInRange, localHourMs, quarterMs, quartersInRange } from './sql-parts.ts';

/** One run is one thread: a conversation or session, whatever agent it belongs to. */
export const runColumns = {
  thread_id: text,
  graph_names: text,
  node_names: text,
  model_names: text,
  source_names: text,
  started_ms: epochMs,
  ended_ms: epochMs,
  steps: count,
  model_calls: count,
  tool_calls: count,
  tokens,
  cost_usd: usd,
  unpriced_calls: count,
  failed_steps: count,
  failed_calls: count,
  failed_tools: count,
  state: text,
} as const;

/** Sums of one thread out of rows `t` of `hive.thread_hours`. Names are gathered apart: of all threads it would take long. */
export const runSums = `
            thread_id,
            min(t.first_ms) AS started_ms,
            max(t.last_ms) AS ended_ms,
            sum(t.steps) AS steps,
            sum(t.model_calls) AS model_calls,
            sum(t.tool_calls) AS tool_calls,
            sum(t.tokens) AS tokens,
            sum(t.cost_micros) / 1000000 AS cost_usd,
            sum(t.unpriced_calls) AS unpriced_calls,
            sum(t.failed_steps) AS failed_steps,
            sum(t.failed_calls) AS failed_calls,
            sum(t.failed_tools) AS failed_tools,
            max(t.latest_step) AS latest_step,
            max(t.latest_call) AS latest_call`;

function namesIn(column: string): string {
  return `arrayStringConcat(arraySort(groupUniqArrayArray(t.${column})), ', ')`;
}

/** The names of a thread out of the same rows. */
export const runNames = `
            thread_id,
            ${namesIn('graphs')} AS graph_names,
            ${namesIn('nodes')} AS node_names,
            ${namesIn('models')} AS model_names,
            ${namesIn('sources')} AS source_names`;

/** The columns of a run out of its sums `r` and its names `n`. */
export const runOfSums = `
        r.thread_id AS thread_id,
        n.graph_names AS graph_names,
        n.node_names AS node_names,
        n.model_names AS model_names,
        n.source_names AS source_names,
        r.started_ms AS started_ms,
        r.ended_ms AS ended_ms,
        r.steps AS steps,
        r.model_calls AS model_calls,
        r.tool_calls AS tool_calls,
        r.tokens AS tokens,
        r.cost_usd AS cost_usd,
        r.unpriced_calls AS unpriced_calls,
        r.failed_steps AS failed_steps,
        r.failed_calls AS failed_calls,
        r.failed_tools AS failed_tools,
        multiIf(
            r.latest_step > 0, arrayElement(['started', 'finished', 'interrupted', 'error'], r.latest_step % 4 + 1),
            r.latest_call > 0, if(r.latest_call % 2 = 1, 'finished', 'error'),
            'finished') AS state`;

/** The threads that are shown, with their sums. */
const shownRuns = `
        SELECT *, count() OVER () AS runs,
            multiIf(
                {order_by:String} = 'length', toFloat64(ended_ms - started_ms),
                {order_by:String} = 'steps', toFloat64(steps),
                {order_by:String} = 'model calls', toFloat64(model_calls),
                {order_by:String} = 'tool calls', toFloat64(tool_calls),
                {order_by:String} = 'tokens', toFloat64(tokens),
                {order_by:String} = 'cost', cost_usd,
                {order_by:String} = 'failures', toFloat64(failed_steps + failed_calls + failed_tools),
                toFloat64(started_ms)) AS rank
        FROM
        (
            SELECT ${runSums}
            FROM hive.thread_hours AS t
            WHERE ${hoursInRange}
                AND ({search:String} = '' OR thread_id IN
                (
                    SELECT thread_id
                    FROM hive.thread_hours
                    WHERE {search:String} != '' AND ${hoursInRange}
                        AND positionCaseInsensitiveUTF8(
                            arrayStringConcat(arrayConcat([thread_id], graphs, nodes, models, sources), '\\n'),
                            {search:String}) > 0
                ))
            GROUP BY thread_id
            HAVING ended_ms >= {from_ms:UInt64} AND started_ms < {to_ms:UInt64}
        )
        ORDER BY if({direction:String} = 'ascending', rank, -rank), started_ms DESC, thread_id
        LIMIT {limit:UInt32}`;

export const agentRuns = question({
  name: 'agent-runs',
  title: 'Agent runs',
  description:
    'Each thread that did something in the hours of the range, with what it did in them and how its latest step ended.',
  parameters: {
    ...range(7 * 24, 'hours'),
    search: name('Only threads whose id, graph, node, model or source contains this', 200),
    order_by: choice('What the runs are sorted by', [
      'started',
      'length',
      'steps',
      'model calls',
      'tool calls',
      'tokens',
      'cost',
      'failures',
    ]),
    direction: choice('Largest or newest first, or the other way round', ['descending', 'ascending']),
    limit: rowLimit(50),
  },
  columns: { ...runColumns, runs: count },
  sql: `
    SELECT ${runOfSums},
        r.runs AS runs
    FROM
    (${shownRuns}
    ) AS r
    INNER JOIN
    (
        SELECT ${runNames}
        FROM hive.thread_hours AS t
        WHERE ${hoursInRange} AND thread_id IN (SELECT thread_id FROM (${shownRuns}
        ))
        GROUP BY thread_id
    ) AS n ON n.thread_id = r.thread_id
    ORDER BY if({direction:String} = 'ascending', r.rank, -r.rank), started_ms DESC, thread_id`,
});

export const tokensPerHour = question({
  name: 'tokens-per-hour',
  title: 'Tokens by class per hour',
  description: 'Tokens of each local hour by class; the classes are disjoint, their sum is all tokens.',
  parameters: { ...range(24, 'quarters of an hour'), tz },
  columns: {
    hour_ms: epochMs,
    input_tokens: tokens,
    cache_read_tokens: tokens,
    cache_write_tokens: tokens,
    output_tokens: tokens,
    reasoning_tokens: tokens,
  },
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT
        ${localHourMs('quarter_ms')} AS hour_ms,
        sum(c.input_tokens) AS input_tokens,
        sum(c.cache_read_tokens) AS cache_read_tokens,
        sum(c.cache_write_5m_tokens + c.cache_write_1h_tokens) AS cache_write_tokens,
        sum(c.output_tokens) AS output_tokens,
        sum(c.reasoning_tokens) AS reasoning_tokens
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY hour_ms
    ORDER BY hour_ms`,
});

/** As `isLocal` of the prices says it: a library may put the sort of call after the name, and Ollama also rents models. */
const isLocal = `(has({local_providers:Array(String)}, lower(provider))
            OR has({local_providers:Array(String)}, splitByChar('.', lower(provider))[1]))
        AND NOT (startsWith(lower(provider), 'ollama') AND match(lower(model), '[-:]cloud$'))`;

export const localAndCloud = question({
  name: 'local-and-cloud',
  title: 'Local and cloud models',
  description: 'Calls, tokens and cost in the range on models of this machine and of others.',
  parameters: {
    ...range(7 * 24, 'quarters of an hour'),
    local_providers: names('Providers that count as local', localProviders),
  },
  columns: { location: text, calls: count, failed_calls: count, tokens, cost_usd: usd, unpriced_calls: count },
  sql: `
    SELECT
        if(${isLocal}, 'local', 'cloud') AS location,
        sum(c.calls) AS calls,
        sum(c.failed_calls) AS failed_calls,
        sum(${allTokens}) AS tokens,
        sum(c.cost_micros) / 1000000 AS cost_usd,
        sum(c.unpriced_calls) AS unpriced_calls
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY location
    ORDER BY location DESC`,
});
