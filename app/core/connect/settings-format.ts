import type { Result } from '../../contract/result.ts';
import type { Json } from './json-value.ts';

/** What is done to one key of a section; `value` undefined takes the key away. */
export interface Edit {
  readonly key: string;
  readonly value: Json | undefined;
}

/**
 * Reads and changes one section at the top of a settings file, and nothing else of it: comments, order and formatting
 * of everything else stay. Both report in a sentence why a file is not touched.
 */
export interface SettingsFormat {
  /** The whole file as data, to compare what a change did. An empty text is a file without settings. */
  parse(text: string): Result<Readonly<Record<string, unknown>>, string>;
  /** `dropEmpty`: take the section itself away when nothing is left in it. */
  change(
    text: string,
    section: string,
    edits: readonly Edit[],
    options: { readonly dropEmpty: boolean },
  ): Result<string, string>;
}
