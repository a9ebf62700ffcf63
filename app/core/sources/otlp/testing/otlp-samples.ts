/** One request of each signal in JSON, with what the three encodings of a value can say. */

const nano = '1732187000123456789';
/** The nearest double: 456.787 µs. */
export const sampleMs = 1_732_187_000_123 + 0.456789;
export const traceId = '5b8efff798038103d269b633813fc60c';
export const spanId = 'eee19b7ec3c1b174';

const resource = {
  attributes: [
    { key: 'service.name', value: { stringValue: 'claude-code' } },
    { key: 'service.version', value: { stringValue: '2.1.212' } },
    { key: 'host.cpus', value: { intValue: '8' } },
  ],
};
const scope = { name: 'com.anthropic.claude_code', version: '1.0' };

export const sampleAttributes = [
  { key: 'text', value: { stringValue: 'grün “ü” \n"quoted" \\ {[' } },
  { key: 'yes', value: { boolValue: true } },
  { key: 'no', value: { boolValue: false } },
  { key: 'small', value: { intValue: '-5' } },
  { key: 'large', value: { intValue: '9223372036854775807' } },
  { key: 'double', value: { doubleValue: 0.1 } },
  { key: 'nan', value: { doubleValue: 'NaN' } },
  { key: 'endless', value: { doubleValue: '-Infinity' } },
  { key: 'bytes', value: { bytesValue: 'AAECAw==' } },
  { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }, {}] } } },
  {
    key: 'map',
    value: { kvlistValue: { values: [{ key: 'in', value: { kvlistValue: { values: [] } } }] } },
  },
  { key: '__proto__', value: { stringValue: 'is a key like others' } },
  { key: 'empty', value: {} },
];

export const sampleLogs = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: nano,
              observedTimeUnixNano: '1732187000999999999',
              severityNumber: 9,
              severityText: 'INFO',
              body: { stringValue: 'claude_code.api_request' },
              attributes: sampleAttributes,
              traceId,
              spanId,
            },
            { observedTimeUnixNano: nano, severityText: 'error', eventName: 'failed', attributes: [] },
            {},
          ],
        },
        { logRecords: [{ timeUnixNano: nano, attributes: [{ key: 'event.name', value: { stringValue: 'named' } }] }] },
      ],
    },
    { scopeLogs: [] },
  ],
};

export const sampleSpans = {
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          scope,
          spans: [
            {
              traceId,
              spanId,
              parentSpanId: '00f067aa0ba902b7',
              name: 'chat gpt-5',
              kind: 3,
              startTimeUnixNano: nano,
              endTimeUnixNano: '1732187001123456789',
              attributes: sampleAttributes,
              events: [
                {
                  timeUnixNano: nano,
                  name: 'exception',
                  attributes: [{ key: 'exception.message', value: { stringValue: 'no' } }],
                },
              ],
              status: { message: 'refused', code: 2 },
            },
          ],
        },
      ],
    },
  ],
};

export const sampleMetrics = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          scope,
          metrics: [
            { name: 'temperature', unit: 'Cel', gauge: { dataPoints: [{ timeUnixNano: nano, asDouble: 21.5 }] } },
            {
              name: 'claude_code.token.usage',
              unit: 'tokens',
              sum: {
                dataPoints: [
                  { timeUnixNano: nano, asInt: '-42', attributes: sampleAttributes.slice(0, 2) },
                  { timeUnixNano: nano, asDouble: 'NaN' },
                  { timeUnixNano: nano, asInt: '7', flags: 1 },
                ],
                aggregationTemporality: 1,
              },
            },
            {
              name: 'latency',
              unit: 's',
              histogram: { dataPoints: [{ timeUnixNano: nano, count: '4', sum: 1.25 }], aggregationTemporality: 2 },
            },
            {
              name: 'size',
              exponentialHistogram: {
                dataPoints: [{ timeUnixNano: nano, count: '3', attributes: sampleAttributes.slice(3, 4) }],
                aggregationTemporality: 1,
              },
            },
            { name: 'old', summary: { dataPoints: [{ timeUnixNano: nano, count: '2', sum: 3 }] } },
          ],
        },
      ],
    },
  ],
};
