import { type Result, fail, ok } from '../../../contract/result.ts';

/** Where an X server listens and which of its screens is meant. */
export interface DisplayAddress {
  readonly display: number;
  readonly screen: number;
  readonly endpoint:
    | { readonly kind: 'unix'; readonly path: string }
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number };
}

const displayPattern = /^(?:(unix|[A-Za-z0-9_.-]+)(?:\/[a-z]+)?)?:(\d{1,5})(?:\.(\d{1,3}))?$/;

/** Reads the value of `DISPLAY`, such as `:0`, `unix:1.0` or `localhost:10.0`. */
export function parseDisplay(value: string | undefined): Result<DisplayAddress, string> {
  if (value === undefined || value === '') {
    return fail('DISPLAY is not set: there is no X11 session here whose windows could be seen.');
  }
  const match = displayPattern.exec(value);
  const display = Number(match?.[2]);
  if (match === null || display > 59_535)
    return fail('DISPLAY does not name an X11 display; expected a form like ":0".');
  const host = match[1];
  const local = host === undefined || host === '' || host === 'unix';
  return ok({
    display,
    screen: Number(match[3] ?? '0'),
    endpoint: local
      ? { kind: 'unix', path: `/tmp/.X11-unix/X${display}` }
      : { kind: 'tcp', host, port: 6000 + display },
  });
}
