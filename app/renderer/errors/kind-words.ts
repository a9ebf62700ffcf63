import { type FailureKind } from '../../contract/error-questions.ts';

/** Sorts of failures as a person reads them. */
export const kindWords: Readonly<Record<FailureKind, { readonly one: string; readonly many: string }>> = {
  model: { one: 'Model call', many: 'Model calls' },
  tool: { one: 'Tool', many: 'Tools' },
  step: { one: 'Graph steps', many: 'Graph steps' },
};
