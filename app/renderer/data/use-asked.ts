import { useMemo } from 'react';
import { type QuestionName } from '../../contract/questions.ts';
import { type Asked } from './answer.ts';

/** One object for one question with the same values, so that an answer changes with them only. */
export function useAsked(name: QuestionName, params: Readonly<Record<string, unknown>>): Asked {
  const text = JSON.stringify(params);
  return useMemo(() => ({ name, params: JSON.parse(text) as Record<string, unknown> }), [name, text]);
}
