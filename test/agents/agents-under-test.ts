import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Served, serve } from '../headless/hivebar-program.ts';

/** A `hivebar serve` on new data, for a person with an empty home, that listens for telemetry. */
export interface HivebarUnderTest {
  /** Where exporters send to. */
  readonly otlpUrl: string;
  readonly homeDir: string;
  readonly served: Served;
  /** The rows of a query, read-only. */
  query<Row>(sql: string): Promise<readonly Row[]>;
  stop(): Promise<void>;
}

/** Starts it, content kept, on a port of its own. The home is that of this process too, until it stops. */
export async function startHivebar(): Promise<HivebarUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-agents-'));
  const homeDir = join(folder, 'home');
  const dataDir = join(folder, 'data');
  await mkdir(homeDir);
  await mkdir(dataDir);
  const settings = { agents: { keepContent: true, otlpPort: await freePort() } };
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings));

  const homeBefore = process.env['HOME'];
  process.env['HOME'] = homeDir;
  const served = await serve([], dataDir);
  const { otlpPort } = served.ready as { readonly otlpPort?: number | null };
  if (typeof otlpPort !== 'number') throw new Error('hivebar serve did not open its port for telemetry.');
  return {
    otlpUrl: `http://127.0.0.1:${otlpPort}`,
    homeDir,
    served,
    query: async <Row>(sql: string) => {
      const { exitCode, stdout, stderr } = await served.run(['query', '--json', sql]);
      if (exitCode !== 0) throw new Error(`hivebar query ended with ${exitCode}: ${stderr}`);
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
    },
    stop: async () => {
      await served.stop();
      if (homeBefore === undefined) delete process.env['HOME'];
      else process.env['HOME'] = homeBefore;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
