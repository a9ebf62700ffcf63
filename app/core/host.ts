import type { PermissionName } from '../contract/health.ts';
import type { MainPlace } from '../contract/ipc.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Result } from '../contract/result.ts';

/** Time as the recorder sees it, so that tests neither wait nor depend on the day they run. */
export interface Clock {
  /** Wall-clock time, epoch milliseconds. Jumps when the person or the network sets the clock. */
  now(): number;
  /** Milliseconds from an arbitrary start; never jumps back, may stand still while the machine sleeps. */
  monotonic(): number;
  /** Calls `tick` every `periodMs`, first after one period. */
  every(periodMs: number, tick: () => void): Stop;
  /** Calls `fire` once after `delayMs`. */
  after(delayMs: number, fire: () => void): Stop;
  /** IANA name of the zone the person is in now; it changes when they travel. */
  timeZone(): string;
}

/** Where things lie on this machine. Absolute paths. */
export interface Paths {
  /** Everything that Hivebar stores: database, settings, journal, `runtime.json`. */
  readonly dataDir: string;
  /** Icons, ClickHouse templates: read only. */
  readonly resourcesDir: string;
  /** Numbered SQL migrations, one folder per ClickHouse database: read only. */
  readonly schemaDir: string;
  /** `seqch.node` and `clickhouse-host`: built by `npm run build:native`, packaged as resources. */
  readonly nativeDir: string;
}

/** What the machine says of the person's absence. A wake is a power event and says nothing of the person. */
export type PowerEvent = 'suspend' | 'resume' | 'lock' | 'unlock' | 'session-resign' | 'session-active' | 'shutdown';

/** One reading of idle time. `unavailable` names what is missing, in words for the person. */
export type IdleReading =
  | { readonly kind: 'idle'; readonly seconds: number; readonly locked: boolean }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Power, lock and idle state of the machine. */
export interface Power {
  /** Time since the last key press or pointer move, of the whole session. */
  readIdle(): Promise<IdleReading>;
  /** Subscribes to power events. An event may come late, twice, or not at all. */
  onEvent(listener: (event: PowerEvent) => void): Stop;
}

export type PermissionStatus = 'granted' | 'denied' | 'not-asked' | 'not-needed' | 'unknown';

/** What the operating system lets us see. Reading a status never shows a prompt. */
export interface Permissions {
  status(name: PermissionName): PermissionStatus;
  /** Shows the system's own prompt or settings page. Only ever called because the person pressed a button. */
  request(name: PermissionName): Promise<void>;
}

/** Small secrets by name: in the keychain where there is one, else in files of mode 0600. */
export interface Secrets {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
}

/** What a window looked like, one byte of grey for each pixel, row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** Pixels for each point of the screen, in one direction: 2 where small text is drawn finely. */
  readonly scale: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Takes pictures of single windows, for their text. A picture exists in memory alone. */
export interface ScreenPictures {
  /** A picture of this window and of nothing else. The failure is a sentence for the person. */
  take(windowId: number): Promise<Result<GreyPicture, string>>;
  /** Frees what taking pictures needs; the next `take` starts it again. */
  rest(): void;
}

/** What the person is told although no window is open. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The page of the main window that a click opens. */
  readonly place: MainPlace;
}

/** The notifications of the system; where there are none, the log. */
export interface Notifications {
  show(notice: Notice): void;
}

/** One line of the program's own log. Never holds titles, URLs, SQL text or other personal content. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  facts?: Readonly<Record<string, string | number | boolean>>,
) => void;

/** The person's account: agents keep their settings and sessions below its home, or where its variables say. */
export interface Account {
  /** Absolute path. */
  readonly homeDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Everything that the recorder needs of a computer. */
export interface Host {
  readonly clock: Clock;
  readonly paths: Paths;
  readonly power: Power;
  readonly permissions: Permissions;
  readonly secrets: Secrets;
  readonly notifications: Notifications;
  readonly log: Log;
  /** Absent where no picture can be taken, as without windows of our own. */
  readonly pictures?: ScreenPictures;
  readonly account: Account;
  readonly platform: 'darwin' | 'linux';
}
