import type { App } from 'electron';
import * as v from 'valibot';
import { type Result, fail, ok } from '../contract/result.ts';
import type { LaunchOptions, PageName } from './launch-options.ts';

const wish = v.object({ show: v.picklist(['popover', 'overview', 'none']) });

/**
 * Makes this process the only app on its data directory (the one that lies in Electron's `userData`). The process that
 * comes second gets a failure, and the first learns which window it was meant to open.
 */
export function claimDataDir(
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  show: LaunchOptions['show'],
): Result<(open: (page: PageName) => void) => void, 'taken'> {
  if (!app.requestSingleInstanceLock({ show: show ?? 'popover' })) return fail('taken');
  let open: ((page: PageName) => void) | undefined;
  let early: PageName | undefined;
  app.on('second-instance', (_event, _args, _workingDir, data) => {
    // Another program of the person can send anything here; what does not parse opens the popover.
    const parsed = v.safeParse(wish, data);
    const page = parsed.success ? parsed.output.show : 'popover';
    if (page === 'none') return;
    if (open === undefined) early = page;
    else open(page);
  });
  return ok((openPage) => {
    open = openPage;
    if (early !== undefined) openPage(early);
  });
}
