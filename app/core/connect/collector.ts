/** Where Hivebar's OTLP receiver is, as the settings of an agent have to say it. */
export interface Collector {
  readonly port: number;
  /** Asked for when the receiver takes telemetry only with Hivebar's token. */
  readonly token?: string;
}

/** Loopback by number: `localhost` may mean ::1 to one program and 127.0.0.1 to another. */
export function collectorUrl({ port }: Collector): string {
  return `http://127.0.0.1:${port}`;
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address in an agent's settings leads to the collector, however it is spelt. */
export function leadsTo(address: string, { port }: Collector): boolean {
  const url = parsedUrl(address);
  return url?.protocol === 'http:' && loopback.has(url.hostname) && Number(url.port) === port;
}

/** An address without what may be secret in it: `https://collector.example:4317`. */
export function shownAddress(address: string): string {
  return parsedUrl(address)?.origin.replace(/^null$/, 'another address') ?? 'another address';
}

function parsedUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
