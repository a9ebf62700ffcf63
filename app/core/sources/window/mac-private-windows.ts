import { type Clock } from '../../host.ts';
import { type RunProgram } from '../../host/run-program.ts';
import { privateWindowVisibility } from './private-windows.ts';
import { type WindowLimitation } from './window-backend.ts';
import { type WindowSample } from './window-sample.ts';

/**
 * What each browser calls it in AppleScript. On macOS the title of their private windows carries no mark. Safari does
 * not tell at all, Firefox puts it into the title.
 */
const scriptable: readonly { readonly bundle: RegExp; readonly property: string; readonly privateAnswer: string }[] = [
  {
    bundle:
      /^(?:com\.google\.Chrome|org\.chromium\.Chromium|com\.brave\.Browser|com\.microsoft\.edgemac|com\.vivaldi\.Vivaldi|com\.operasoftware\.Opera)(?:\.|$|GX|Next|Developer)/,
    property: 'mode',
    privateAnswer: 'incognito',
  },
  { bundle: /^company\.thebrowser\.Browser$/, property: 'incognito', privateAnswer: 'true' },
];
const limitMs = 1_000;
const rememberedWindows = 256;
/** After a refusal or a hang the browser is not asked again for this long. */
const restMs = 60_000;

interface Question {
  readonly app: string;
  readonly bundleId: string;
  readonly id: number;
  readonly title: string;
  readonly maySeePrivate: boolean;
}

/** Whether this is a browser that is asked; then a window that is not called unknown is surely what it is called. */
export function tellsWhenAsked(bundleId: string): boolean {
  return scriptable.some(({ bundle }) => bundle.test(bundleId));
}

/** Whether a browser window on macOS is private. A window is what it is for life, so each is asked about once. */
export class MacPrivateWindows {
  private readonly run: RunProgram;
  private readonly clock: Clock;
  private readonly known = new Map<string, WindowSample['visibility']>();
  private readonly restingUntilMs = new Map<string, number>();
  private untold = false;

  constructor({ run, clock }: { readonly run: RunProgram; readonly clock: Clock }) {
    this.run = run;
    this.clock = clock;
  }

  async visibility({ app, bundleId, id, title, maySeePrivate }: Question): Promise<WindowSample['visibility']> {
    this.untold = false;
    const browser = scriptable.find(({ bundle }) => bundle.test(bundleId));
    if (browser === undefined) return privateWindowVisibility(app, title);
    const key = `${bundleId} ${id}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const answer = maySeePrivate ? await this.ask(bundleId, browser.property) : undefined;
    this.untold = answer === undefined;
    if (answer === undefined) return 'unknown';
    const visibility = answer === browser.privateAnswer ? 'private' : 'normal';
    if (this.known.size >= rememberedWindows) this.known.clear();
    this.known.set(key, visibility);
    return visibility;
  }

  limitation(): WindowLimitation | undefined {
    if (!this.untold) return undefined;
    return {
      message:
        'The browser in front does not tell whether its window is private: it is recorded without title and address. Allow Hivebar to control it under Automation in System Settings.',
      permission: 'automation',
    };
  }

  private async ask(bundleId: string, property: string): Promise<string | undefined> {
    const nowMs = this.clock.monotonic();
    if ((this.restingUntilMs.get(bundleId) ?? -Infinity) > nowMs) return undefined;
    // The identifier matched a fixed list, so nothing of another program's making gets into the script.
    const script = `tell application id "${bundleId}" to get ${property} of front window`;
    const result = await this.run('/usr/bin/osascript', ['-e', script], limitMs);
    const word = result.kind === 'exited' && result.code === 0 ? result.stdout.trim() : '';
    if (/^[a-z]{4,12}$/.test(word)) return word;
    this.restingUntilMs.set(bundleId, nowMs + restMs);
    return undefined;
  }
}
