import type { Question } from './question.ts';

/** What a program has to know of a question to ask it and to read the answer. */
export function questionSummary({ name, title, description, parameters, columns }: Question) {
  return {
    name,
    title,
    description,
    parameters: Object.entries(parameters).map(([key, parameter]) => ({
      name: key,
      type: parameter.type,
      description: parameter.description,
    })),
    columns: Object.entries(columns).map(([key, { type, unit }]) => ({ name: key, type, unit })),
  };
}
