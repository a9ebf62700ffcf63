import * as v from 'valibot';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { type PermissionName } from '../../../contract/health.ts';
import { type Clock, type Log, type Permissions } from '../../host.ts';
import { type RunProgram } from '../../host/run-program.ts';
import { MacPrivateWindows, tellsWhenAsked } from './mac-private-windows.ts';
import {
  type OpenWindows,
  type WindowBackend,
  type WindowLimitation,
  type WindowProblem,
  type WindowReading,
} from './window-backend.ts';

export interface MacWindowsDeps {
  /** The executable `main` of the package get-windows, outside of any archive. */
  readonly program: string;
  readonly permissions: Permissions;
  readonly clock: Clock;
  readonly log: Log;
  readonly run: RunProgram;
  /** The process whose windows are Hivebar's own. */
  readonly ownPid: number;
}

/** The two things that get-windows asks the system for. Without both it still names the application. */
type Sight = 'addresses' | 'titles';

const permissionOf = { addresses: 'accessibility', titles: 'screen-recording' } as const;
const refusedFlag = {
  addresses: '--no-accessibility-permission',
  titles: '--no-screen-recording-permission',
} as const satisfies Record<Sight, string>;
const lossWithout = {
  accessibility: 'Addresses are not seen: allow Accessibility for Hivebar in System Settings.',
  automation: 'Addresses are not seen: allow Hivebar to control the browser under Automation in System Settings.',
  'screen-recording':
    'Titles are not seen: allow Screen Recording for Hivebar in System Settings, then start it again.',
} as const satisfies Record<PermissionName, string>;

const limitMs = 2_000;
/** A browser that hangs holds the script that asks for its address: no addresses for this long. */
const restAfterHangMs = 60_000;

const answer = v.nullable(
  v.object({
    title: v.string(),
    id: v.number(),
    owner: v.object({
      name: v.string(),
      bundleId: v.optional(v.string(), ''),
      processId: v.optional(v.number()),
    }),
    url: v.optional(v.string(), ''),
  }),
);

/** The active window by get-windows' own program: one process a reading, so the source paces itself. */
export function macWindows(deps: MacWindowsDeps): WindowBackend {
  return {
    announcesChanges: false,
    hasAddresses: true,
    open: () => Promise.resolve(ok(new MacWindows(deps))),
  };
}

/**
 * Asks only for what is granted: the program shows a system prompt for anything else, and a recorder must never do so
 * from its loop. A refusal despite the grant lasts until the grant is seen to change.
 */
class MacWindows implements OpenWindows {
  private readonly deps: MacWindowsDeps;
  private readonly privateWindows: MacPrivateWindows;
  private readonly refused = new Set<Sight>();
  private lacking: readonly Sight[] = [];
  private addressesRestUntilMs = -Infinity;

  constructor(deps: MacWindowsDeps) {
    this.deps = deps;
    this.privateWindows = new MacPrivateWindows(deps);
  }

  async read(): Promise<Result<WindowReading, WindowProblem>> {
    // Each refusal or hang takes one sight away, so this ends after the third call of the program.
    while (true) {
      const lacking = (['addresses', 'titles'] as const).filter((sight) => !this.mayUse(sight));
      this.lacking = lacking;
      const result = await this.deps.run(
        this.deps.program,
        lacking.map((sight) => refusedFlag[sight]),
        limitMs,
      );
      if (result.kind === 'missing') {
        return fail({ message: 'The program of get-windows is missing: install Hivebar again.', retry: false });
      }
      if (result.kind === 'timed-out') {
        if (lacking.includes('addresses')) return fail(problem(`did not answer within ${limitMs / 1000} s`));
        this.addressesRestUntilMs = this.deps.clock.monotonic() + restAfterHangMs;
      } else if (result.code === 0) {
        return await this.parse(result.stdout);
      } else {
        const sight = refusedSight(result.stdout);
        if (sight === undefined || this.refused.has(sight)) return fail(problem(`ended with status ${result.code}`));
        this.refused.add(sight);
        this.deps.log('warn', 'macOS refuses a permission that it calls granted', { permission: permissionOf[sight] });
      }
    }
  }

  limitation(): WindowLimitation | undefined {
    const lost = this.lacking[0];
    if (lost === undefined) return this.privateWindows.limitation();
    if (this.addressesRestUntilMs > this.deps.clock.monotonic()) {
      return { message: 'A browser did not answer: addresses are not read for a minute.' };
    }
    const onlyAutomation = lost === 'addresses' && this.isGranted('accessibility') && !this.refused.has(lost);
    const permission = onlyAutomation ? 'automation' : permissionOf[lost];
    return { message: lossWithout[permission], permission };
  }

  close(): void {
    this.refused.clear();
  }

  private mayUse(sight: Sight): boolean {
    const granted = this.isGranted(permissionOf[sight]);
    if (!granted) this.refused.delete(sight);
    if (!granted || this.refused.has(sight)) return false;
    if (sight === 'titles') return true;
    return (
      this.deps.permissions.status('automation') !== 'denied' &&
      this.deps.clock.monotonic() >= this.addressesRestUntilMs
    );
  }

  private isGranted(permission: PermissionName): boolean {
    return ['granted', 'not-needed'].includes(this.deps.permissions.status(permission));
  }

  private async parse(stdout: string): Promise<Result<WindowReading, WindowProblem>> {
    let json: unknown;
    try {
      json = JSON.parse(stdout);
    } catch {
      return fail(problem('printed something that is no JSON'));
    }
    const parsed = v.safeParse(answer, json);
    if (!parsed.success) return fail(problem('described a window in a form that is not known'));
    const window = parsed.output;
    // An application in front without any window of its own: not idle, only untold.
    if (window === null) return ok({ kind: 'unseen' });
    const { name: app, bundleId, processId } = window.owner;
    if (processId === this.deps.ownPid) return ok({ kind: 'own' });
    const maySeePrivate = !this.lacking.includes('addresses');
    const visibility = await this.privateWindows.visibility({
      app,
      bundleId,
      id: window.id,
      title: window.title,
      maySeePrivate,
    });
    return ok({
      kind: 'window',
      sample: {
        app,
        bundleId,
        title: window.title,
        url: window.url,
        visibility,
        asked: tellsWhenAsked(bundleId),
        windowId: window.id,
      },
    });
  }
}

function refusedSight(output: string): Sight | undefined {
  if (/accessibility/i.test(output)) return 'addresses';
  return /screen recording/i.test(output) ? 'titles' : undefined;
}

function problem(what: string): WindowProblem {
  return { message: `The program that reads the active window ${what}.`, retry: true };
}
