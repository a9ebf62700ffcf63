import * as z from 'zod';
import { ok } from '../../contract/result.ts';
import { catalogue } from '../../core/queries/catalogue.ts';
import { questionSummary } from '../../core/queries/question-summary.ts';
import type { Tool } from '../tool.ts';

const takes = z.strictObject({
  search: z
    .string()
    .max(100)
    .default('')
    .describe('Words that name, title or description must contain, such as "cost" or "failing"; empty for all.'),
  details: z
    .boolean()
    .default(false)
    .describe('Also give parameters and columns of each question. Set it together with search.'),
});

const gives = z.object({
  questions: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string().optional(),
      parameters: z.array(z.object({ name: z.string(), type: z.string(), description: z.string() })).optional(),
      columns: z.array(z.object({ name: z.string(), type: z.string(), unit: z.string().optional() })).optional(),
    }),
  ),
});

export const listQuestions: Tool<typeof takes, typeof gives> = {
  name: 'list_questions',
  title: 'List the questions Hivebar can answer',
  description:
    'Names the ready-made questions about what the person and their AI agents did: app-minutes, cost, tokens, ' +
    'latency, errors, agent runs, tool calls, search. Prefer these over SQL of your own. Without details only name ' +
    'and title are given; call again with search and details to see what a question takes and gives, then use ' +
    'ask_question.',
  takes,
  gives,
  run({ search, details }) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const questions = catalogue
      .filter(({ name, title, description }) => {
        const text = `${name} ${title} ${description}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })
      .map((question) => {
        const { name, title, ...rest } = questionSummary(question);
        return details ? { name, title, ...rest } : { name, title };
      });
    return Promise.resolve(ok({ questions }));
  },
};
