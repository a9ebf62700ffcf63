import { Agent, request } from 'node:http';

/** One answer of the receiver. */
interface Answer {
  readonly status: number;
  readonly retryAfterMs: number;
}

/** One client of the receiver, on a connection that stays open, one request at a time. */
export class OtlpSender {
  private readonly port: number;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port: number) {
    this.port = port;
  }

  post(body: Buffer): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
    const { port, agent } = this;
    const method = 'POST';
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path: '/v1/logs', method, agent, headers }, (response) => {
        const retryAfterMs = Number(response.headers['retry-after'] ?? 0) * 1_000;
        response.on('end', () => resolve({ status: response.statusCode ?? 0, retryAfterMs }));
        response.on('error', reject).resume();
      });
      sent.on('error', reject).end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
