import { count, text } from '../columns.ts';
import { range } from '../parameters.ts';
import { question } from '../question.ts';
import { quarterMs, quartersInRange } from './sql-parts.ts';

export const modelsWithoutPrice = question({
  name: 'models-without-price',
  title: 'Models with unpriced calls',
  description: 'Models of which calls in the range were stored without a cost, from the sums; the most calls first.',
  parameters: range(30 * 24, 'quarters of an hour'),
  columns: { provider: text, model: text, unpriced_calls: count, calls: count },
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT provider, model, sum(c.unpriced_calls) AS unpriced_calls, sum(c.calls) AS calls
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY provider, model
    HAVING unpriced_calls > 0
    ORDER BY unpriced_calls DESC, provider, model`,
});
