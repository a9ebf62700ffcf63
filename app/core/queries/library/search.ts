import { count, epochMs, percent, text } from '../columns.ts';
import { names, range, rowLimit, words } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange } from './sql-parts.ts';

/** All that is searched, by the kind under which it is found. */
export const searchKinds = ['window', 'screen', 'message', 'tool', 'failure'] as const;

const weekHours = 7 * 24;
const wanted = '{words:Array(String)}';
const places = (found: string) => `multiSearchAllPositionsCaseInsensitiveUTF8(${found}, ${wanted})`;

/** Whether a text has each of the words, in any case and as a part of longer words too. */
const hasWords = (found: string) => `arrayAll(place -> place > 0, ${places(found)})`;

/** The text around the word that stands first in it. */
const excerptOf = (found: string) => `
  replaceRegexpAll(trim(substringUTF8(${found},
    greatest(1, toInt64(arrayMin(arrayConcat([4294967295], arrayFilter(place -> place > 0, ${places(found)})))
      % 4294967295) - 60), 240)), '\\\\s+', ' ')`;

const screenText = "JSONExtractString(payload, 'text')";

export const screenTextSearch = question({
  name: 'screen-text-search',
  title: 'Search in screen text',
  description: 'Texts read from the screen that have all of the words, newest first, with the place of the first one.',
  parameters: {
    words: words('Words that must all be there, or parts of words; none finds every text'),
    ...range(weekHours),
    apps: names('Applications; without any, all', []),
    limit: rowLimit(100),
  },
  columns: { ts_ms: epochMs, app: text, title: text, url: text, confidence: percent, excerpt: text },
  sql: `
    SELECT ts_ms, toString(app) AS app, subject AS title, JSONExtractString(payload, 'url') AS url,
        JSONExtractFloat(payload, 'confidence') AS confidence, ${excerptOf('found')} AS excerpt
    FROM
    (
        SELECT ts_ms, app, subject, payload, ${screenText} AS found
        FROM seq.mem_events
        WHERE kind = 'ocr' AND ${beganInRange} AND (empty({apps:Array(String)}) OR has({apps:Array(String)}, app))
            AND ${hasWords('found')}
        ORDER BY ts_ms DESC
        LIMIT {limit:UInt32}
    )
    ORDER BY ts_ms DESC`,
});

/** One source of the search: what its rows are called, and the text that is looked through. Excerpts are cut last. */
function source(kind: (typeof searchKinds)[number], select: string): string {
  return `
        SELECT '${kind}' AS kind, ts_ms, times, app, title, failed, ${excerptOf('found')} AS excerpt
        FROM
        (
            SELECT *
            FROM (${select})
            WHERE has({kinds:Array(String)}, '${kind}') AND ${hasWords('found')}
            ORDER BY ts_ms DESC
            LIMIT {limit:UInt32}
        )`;
}

export const search = question({
  name: 'search',
  title: 'Search in all that was recorded',
  description:
    'Windows, screen text, messages, tool calls and failures that have all of the words, newest first; a window once, however often it was used.',
  parameters: {
    words: words('Words that must all be there, or parts of words; none finds everything'),
    ...range(weekHours),
    kinds: names('What is searched: window, screen, message, tool, failure', searchKinds),
    limit: rowLimit(100),
  },
  columns: { kind: text, ts_ms: epochMs, times: count, app: text, title: text, failed: count, excerpt: text },
  sql: `
    SELECT kind, ts_ms, times, app, title, failed, excerpt
    FROM
    (${source(
      'window',
      `SELECT max(ts_ms) AS ts_ms, count() AS times, toString(app) AS app, window_title AS title,
            toUInt8(0) AS failed, concat(window_title, if(url = '', '', concat(' · ', url))) AS found
        FROM (SELECT ts_ms, app, window_title, url FROM seq.context WHERE ${beganInRange})
        GROUP BY app, window_title, url`,
    )}
        UNION ALL${source(
          'screen',
          `SELECT ts_ms, toUInt64(1) AS times, toString(app) AS app, subject AS title, toUInt8(0) AS failed,
            ${screenText} AS found
        FROM seq.mem_events
        WHERE kind = 'ocr' AND ${beganInRange}`,
        )}
        UNION ALL${source(
          'message',
          `SELECT ts_ms, toUInt64(1) AS times, toString(component) AS app, toString(event) AS title,
            toUInt8(level >= 'error') AS failed,
            arrayStringConcat(arrayFilter(part -> part NOT IN ('', '{}'), [message, toString(event), attributes]), ' · ') AS found
        FROM seq.trace_events
        WHERE ${beganInRange}`,
        )}
        UNION ALL${source(
          'tool',
          `SELECT ts_ms, toUInt64(1) AS times, toString(node_id) AS app, toString(tool_name) AS title,
            toUInt8(ok = 0) AS failed,
            arrayStringConcat(arrayFilter(part -> part NOT IN ('', '{}'), [toString(tool_name), error_msg, input_json, output_json]), ' · ') AS found
        FROM hive.tool_calls
        WHERE ${beganInRange}`,
        )}
        UNION ALL${source(
          'failure',
          `SELECT ts_ms, toUInt64(1) AS times, toString(provider) AS app, toString(model) AS title, toUInt8(1) AS failed,
            arrayStringConcat(arrayFilter(part -> part != '', [error_msg, toString(error_type), toString(model), toString(node_id)]), ' · ') AS found
        FROM hive.model_invocations
        WHERE ok = 0 AND ${beganInRange}
        UNION ALL
        SELECT ts_ms, toUInt64(1), toString(graph_name), 'step', toUInt8(1),
            arrayStringConcat(arrayFilter(part -> part != '', [error_msg, toString(graph_name)]), ' · ')
        FROM hive.supersteps
        WHERE status = 'error' AND ${beganInRange}`,
        )}
    )
    ORDER BY ts_ms DESC, kind, title
    LIMIT {limit:UInt32}`,
});
