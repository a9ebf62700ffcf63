import { type PermissionName } from '../../../contract/health.ts';
import { type Result } from '../../../contract/result.ts';
import { type WindowSample } from './window-sample.ts';

/**
 * `none`: nothing has the focus, as on an empty desktop. `unseen`: something has it, but it cannot be told what.
 * `own`: a window of Hivebar itself.
 */
export type WindowReading =
  | { readonly kind: 'window'; readonly sample: WindowSample }
  | { readonly kind: 'none' }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'own' };

/** Why windows cannot be read, in words for the person. `retry` false: nothing changes that until the next start. */
export interface WindowProblem {
  readonly message: string;
  readonly retry: boolean;
}

/** What is missing from the readings and what the person can do about it; `permission` where one would help. */
export interface WindowLimitation {
  readonly message: string;
  readonly permission?: PermissionName;
}

/** An operating system's way to tell the active window, opened. */
export interface OpenWindows {
  read(): Promise<Result<WindowReading, WindowProblem>>;
  /** Undefined when nothing is missing. */
  limitation(): WindowLimitation | undefined;
  close(): void;
}

/** `changed` says that the next reading will differ; it may come too often, and a backend may never call it. */
export interface WindowBackend {
  /** False where changes are not announced and reading costs a process each time: then the source paces itself. */
  readonly announcesChanges: boolean;
  /** Readings of browser windows carry the address. */
  readonly hasAddresses: boolean;
  open(changed: () => void): Promise<Result<OpenWindows, WindowProblem>>;
}
