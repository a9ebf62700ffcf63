import { BrowserWindow, type Session, screen, session } from 'electron';
import * as v from 'valibot';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import type { Clock, GreyPicture, ScreenPictures } from '../core/host.ts';
import { appOrigin, appScheme } from './app-files.ts';

const limitMs = 5_000;

const answer = v.object({
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  pixels: v.instance(Uint8Array),
});

/**
 * Pictures of single windows by Chromium's capturer. The list of windows that `desktopCapturer` makes would bring
 * pictures of all of them; capturing one needs a page, so a hidden one of ours is kept while pictures are taken. It has
 * a session of its own, without disk and network, whose one permission is to capture what the main process names.
 */
export function windowPictures({
  clock,
  serve,
}: {
  readonly clock: Pick<Clock, 'after'>;
  /** Answers requests for the files of our pages. */
  readonly serve: (request: Request) => Promise<Response>;
}): ScreenPictures {
  let own: Session | undefined;
  let opening: { readonly window: BrowserWindow; readonly loaded: Promise<void> } | undefined;

  function open(): NonNullable<typeof opening> {
    own ??= closedSession(serve);
    const window = new BrowserWindow({
      show: false,
      focusable: false,
      skipTaskbar: true,
      webPreferences: {
        session: own,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
        // Never shown, it would be slowed down as a page that nobody looks at.
        backgroundThrottling: false,
      },
    });
    return { window, loaded: window.loadURL(`${appOrigin}/picture.html`) };
  }

  function rest(): void {
    opening?.window.destroy();
    opening = undefined;
  }

  async function ask(windowId: number): Promise<GreyPicture> {
    opening ??= open();
    const { window, loaded } = opening;
    await loaded;
    const script = `takePicture(${JSON.stringify(`window:${windowId}:0`)})`;
    const { width, height, pixels } = v.parse(answer, await window.webContents.executeJavaScript(script));
    if (pixels.length !== width * height) throw new Error('the picture is incomplete');
    // A copy of its own, so that it can be handed on to the thread without another one.
    return { width, height, scale: scaleAtPointer(), pixels: new Uint8Array(pixels) };
  }

  return {
    async take(windowId) {
      let cancel: Stop = () => undefined;
      const late = new Promise<Result<GreyPicture, string>>((resolve) => {
        cancel = clock.after(limitMs, () => resolve(fail(`no picture came within ${limitMs / 1000} s`)));
      });
      const taken = ask(windowId).then(ok, (error: unknown) =>
        fail(error instanceof Error ? error.message : String(error)),
      );
      const picture = await Promise.race([taken, late]);
      void cancel();
      if (picture.ok) return picture;
      rest();
      return fail(`The window in front could not be captured (${picture.error}).`);
    },
    rest,
  };
}

function closedSession(serve: (request: Request) => Promise<Response>): Session {
  const own = session.fromPartition('pictures');
  own.protocol.handle(appScheme, serve);
  own.setPermissionRequestHandler((_contents, permission, grant, details) => {
    // A camera or a microphone would be named among the types; a window is none of them.
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    grant(permission === 'media' && types.length === 0);
  });
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !url.startsWith(`${appOrigin}/`) }));
  return own;
}

/** Of the display where the person is. */
function scaleAtPointer(): number {
  return screen.getDisplayNearestPoint(screen.getCursorScreenPoint()).scaleFactor;
}
