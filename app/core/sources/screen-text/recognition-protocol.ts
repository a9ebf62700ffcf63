import type { GreyPicture } from '../../host.ts';

/** What crosses between the recorder and the thread that recognises. */
export interface ThreadRequest {
  readonly id: number;
  readonly picture: GreyPicture;
}

export interface Recognised {
  readonly text: string;
  /** Mean over all words, 0 to 100, as the recogniser judges itself. */
  readonly confidence: number;
  readonly tookMs: number;
}

export type ThreadAnswer =
  | { readonly id: number; readonly ok: true; readonly value: Recognised }
  | { readonly id: number; readonly ok: false; readonly error: string };
