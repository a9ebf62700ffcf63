import { type Agent, type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Log } from '../../../host.ts';
import { systemClock } from '../../../host/system-clock.ts';
import type { AcceptRecords } from '../accept-body.ts';
import { type OtlpReceiver, type OtlpReceiverDeps, startOtlpReceiver } from '../otlp-receiver.ts';
import type { OtlpRecord } from '../otlp-record.ts';

export interface ReceiverUnderTest {
  readonly receiver: OtlpReceiver;
  /** Everything that was handed over. */
  readonly records: OtlpRecord[];
  readonly logged: string[];
}

/** A receiver at a free port, which ends with the test. */
export async function receiverUnderTest(deps: Partial<OtlpReceiverDeps> = {}): Promise<ReceiverUnderTest> {
  const records: OtlpRecord[] = [];
  const logged: string[] = [];
  const accept: AcceptRecords = (chunk) => {
    records.push(...chunk);
    return Promise.resolve({ rejected: [], full: false });
  };
  const log: Log = (level, message) => void logged.push(`${level} ${message}`);
  const started = await startOtlpReceiver({
    clock: systemClock(),
    log,
    port: 0,
    token: () => undefined,
    accept,
    ...deps,
  });
  if (!started.ok) throw new Error(started.error);
  onTestFinished(() => started.value.stop());
  return { receiver: started.value, records, logged };
}

export interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Left out, the request has a connection of its own. */
  readonly agent?: Agent;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The port on the side of the sender, which tells connections apart. */
  readonly localPort: number | undefined;
}

/** Sends one request, JSON logs unless told otherwise, and waits for its answer. */
export function ask(
  { port }: { readonly port: number },
  { path = '/v1/logs', method = 'POST', host = '127.0.0.1', headers = {}, body = '', agent }: Asked,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host, path, method, agent: agent ?? false, headers: { 'Content-Type': 'application/json', ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        const { localPort } = response.socket;
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(chunks),
              localPort,
            }),
          )
          .on('error', reject);
      },
    );
    request.on('error', reject).end(body);
  });
}

/** What a refusal says, which is JSON unless the request was protobuf. */
export function messageOf({ body }: Answered): string {
  return (JSON.parse(body.toString('utf8')) as { message: string }).message;
}
