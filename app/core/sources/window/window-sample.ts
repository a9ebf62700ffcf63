/** What one reading of the active window gave, before the privacy filter. Never stored or logged as it is. */
export interface WindowSample {
  readonly app: string;
  /** Bundle identifier on macOS, window class on X11. */
  readonly bundleId: string;
  readonly title: string;
  readonly url: string;
  /** `unknown`: a browser whose windows may be private and that did not say which kind this one is. */
  readonly visibility: 'normal' | 'private' | 'unknown';
  /** The browser itself was asked whether this window is private; absent where its title alone speaks. */
  readonly asked?: boolean;
  /** The system's number of the window, by which a picture of it alone can be taken; absent where there is none. */
  readonly windowId?: number;
}

/** What may be stored of a window: the same words after the privacy filter. */
export interface WindowFacts {
  readonly app: string;
  readonly bundleId: string;
  readonly title: string;
  readonly url: string;
}

/** Two readings of the same activity: they belong into one segment. */
export function sameWindow(a: WindowFacts, b: WindowFacts): boolean {
  return a.bundleId === b.bundleId && a.app === b.app && a.title === b.title && a.url === b.url;
}
