import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Served, clickhousePid, serve } from './hivebar-program.ts';

// Many real processes are started here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Sends bytes, takes whatever comes back for a moment, and hangs up. Settles when the connection is gone. */
async function send(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  const answer: Buffer[] = [];
  socket.on('data', (chunk) => answer.push(chunk));
  socket.on('error', () => socket.destroy());
  socket.setTimeout(300, () => socket.end());
  socket.write(bytes);
  await once(socket, 'close');
  return Buffer.concat(answer);
}

/** Sends bytes and takes the first piece of an answer; empty when the other side hangs up without one. */
async function firstAnswer(port: number, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  socket.write(bytes);
  const answer = await new Promise<Buffer>((resolve) => {
    socket.once('data', resolve);
    socket.once('close', () => resolve(Buffer.alloc(0)));
  });
  socket.destroy();
  return answer;
}

/** Bytes that are the same in every run and make no sense to anybody. */
function garbage(length: number, seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (state >>> 16) & 0xff;
    }),
  );
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** The first packet of the native protocol: who we are and with which password. */
function hello(user: string, password: string): Buffer {
  const revision = Buffer.from([0xc5, 0xa7, 0x03]);
  return Buffer.concat([
    Buffer.from([0]),
    text('test'),
    Buffer.from([1, 0]),
    revision,
    text(''),
    text(user),
    text(password),
  ]);
}

describe('clients that mean no good', () => {
  let served: Served;
  let clickhouse: number;
  beforeAll(async () => {
    served = await serve();
    clickhouse = await clickhousePid(served.dataDir);
  });
  afterAll(() => served.stop());

  async function expectUnharmed(): Promise<void> {
    expect((await served.run(['query', 'SELECT 1'])).stdout).toBe('1\n');
    expect(
      (await served.run(['push', 'hive.tool_calls'], '{"ts_ms":1790000000000,"tool_name":"t","ok":1}\n')).exitCode,
    ).toBe(0);
    expect(await clickhousePid(served.dataDir)).toBe(clickhouse);
  }

  it('are turned away ten times with a wrong password, on both ports', async () => {
    const { httpPort, tcpPort } = served.ready;
    for (let attempt = 0; attempt < 10; attempt++) {
      for (const user of ['reader', 'admin', 'default', 'nobody']) {
        const response = await fetch(`http://127.0.0.1:${httpPort}/?query=SELECT+1`, {
          headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': `wrong-${attempt}` },
        });
        expect([user, response.ok]).toEqual([user, false]);
        await response.arrayBuffer();
      }
      const answer = await firstAnswer(tcpPort, hello('writer', `wrong-${attempt}`));
      // Packet 2 is an exception; packet 0 would be a welcome.
      expect(answer[0]).toBe(2);
    }
    const open = await fetch(`http://127.0.0.1:${httpPort}/?query=SELECT+1`);
    expect(open.ok).toBe(false);
    await open.arrayBuffer();
    await expectUnharmed();
  });

  it('do no harm with garbage on both ports', async () => {
    for (const port of [served.ready.httpPort, served.ready.tcpPort]) {
      await Promise.all([1, 64, 4_096, 100_000].map((length) => send(port, garbage(length, length))));
      await send(port, Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
      await send(port, hello('reader', 'x'));
    }
    await expectUnharmed();
  });

  it('do no harm with half a request', async () => {
    const greeting = hello('writer', 'half');
    await send(served.ready.tcpPort, greeting.subarray(0, greeting.length >> 1));
    await send(served.ready.httpPort, Buffer.from('POST /?query=SELECT HTTP/1.1\r\nContent-Le'));
    await send(served.ready.httpPort, Buffer.from('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf'));
    await expectUnharmed();
  });
});
