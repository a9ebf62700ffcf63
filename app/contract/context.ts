/**
 * What the person does now, after the privacy filter, as the context service tells it to programs of the same account.
 * The fields about the window are null while the person is away, has paused, or looks at what is not recorded.
 */
export interface CurrentContext {
  /** When this was true, epoch milliseconds. */
  readonly tsMs: number;
  readonly app: string | null;
  readonly title: string | null;
  readonly url: string | null;
  /** Since when this window, epoch milliseconds. */
  readonly sinceMs: number | null;
  /** Time since the last key press or pointer move; null when it cannot be read. */
  readonly idleMs: number | null;
  /** Whether the person is away from the keyboard; null when that is not known. */
  readonly afk: boolean | null;
  /** `active`, `idle`, `locked`, `asleep`, `paused` or `unknown`, as in seq.presence. */
  readonly presence: string;
  /** The text in this window as it was last read from the screen; null unless screen text is on and it was read. */
  readonly screenText: string | null;
  readonly paused: boolean;
}
