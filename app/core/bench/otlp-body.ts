const zeroTime = '0'.repeat(19);
const zeroNumber = '0'.repeat(12);

/**
 * The body of one OTLP request in JSON with log records as Claude Code sends them for each model call. It is made once
 * and stamped before each sending, so that making bodies does not take the time of what is measured.
 */
export class OtlpBody {
  readonly records: number;
  readonly bytes: Buffer;
  private readonly times: readonly number[];
  private readonly numbers: readonly number[];

  constructor(records: number) {
    this.records = records;
    const logRecords = Array<object>(records).fill(apiRequest);
    const body = { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] };
    this.bytes = Buffer.from(JSON.stringify(body));
    this.times = offsetsOf(this.bytes, `"timeUnixNano":"`);
    this.numbers = offsetsOf(this.bytes, requestPrefix);
  }

  /** Gives each record the time and a request of its own: `first` and those after it. */
  stamp(nowMs: number, first: number): Buffer {
    const time = `${Math.floor(nowMs)}000000`.padStart(zeroTime.length, '0');
    for (const offset of this.times) this.bytes.write(time, offset, 'latin1');
    for (const [at, offset] of this.numbers.entries()) {
      this.bytes.write(String(first + at).padStart(zeroNumber.length, '0'), offset, 'latin1');
    }
    return this.bytes;
  }
}

const requestPrefix = '"req_bench_';
const scope = { name: 'com.anthropic.claude_code.events', version: '2.1.212' };
const resource = {
  attributes: [text('service.name', 'claude-code'), text('service.version', '2.1.212'), text('os.type', 'linux')],
};
const apiRequest = {
  timeUnixNano: zeroTime,
  severityNumber: 9,
  severityText: 'INFO',
  body: { stringValue: 'claude_code.api_request' },
  attributes: [
    text('user.id', 'a'.repeat(64)),
    text('session.id', '7f9c2ba4-e88f-4b2d-9a3c-3a1f0d2e5b6c'),
    text('organization.id', '0b6e8b7a-1111-2222-3333-444455556666'),
    text('user.email', 'nobody@example.com'),
    text('terminal.type', 'iTerm.app'),
    text('event.name', 'api_request'),
    text('prompt.id', 'c1a5b0c8-0000-4000-8000-3a1f0d2e5b6c'),
    text('model', 'claude-sonnet-4-5-20250929'),
    number('input_tokens', 17),
    number('output_tokens', 421),
    number('cache_read_tokens', 48_211),
    number('cache_creation_tokens', 1_024),
    { key: 'cost_usd', value: { doubleValue: 0.0247 } },
    number('cost_usd_micros', 24_700),
    // Shorter than the recorder runs when the first is sent: a call that began before is looked up among stored ones.
    number('duration_ms', 850),
    text('request_id', `req_bench_${zeroNumber}`),
    text('speed', 'normal'),
    text('effort', 'high'),
    text('query_source', 'main'),
    number('event.sequence', 7),
  ],
};

function text(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}

function number(key: string, value: number): object {
  return { key, value: { intValue: String(value) } };
}

/** Where the text after each `before` begins. */
function offsetsOf(bytes: Buffer, before: string): number[] {
  const offsets: number[] = [];
  for (let at = bytes.indexOf(before); at !== -1; at = bytes.indexOf(before, at + before.length)) {
    offsets.push(at + before.length);
  }
  return offsets;
}
