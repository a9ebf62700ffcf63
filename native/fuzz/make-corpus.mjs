/**
 * Writes the seeds of the fuzzers, `corpus/<fuzzer>/<name>`: small inputs that reach every packet, revision and type, from
 * which the fuzzers start. Run it again after a change here; files named `recorded-*` came from a real server and stay.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const corpus = path.join(path.dirname(fileURLToPath(import.meta.url)), 'corpus');

/** @param {number} value */
function varint(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** @param {string} text */
function string(text) {
  return Buffer.concat([varint(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** @param {number} value */
function int32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** @param {readonly (number | string | Buffer)[]} parts numbers are variable-length, strings have their length before them */
function bytes(...parts) {
  return Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? varint(part) : typeof part === 'string' ? string(part) : part)),
  );
}

const flag = (/** @type {boolean} */ set) => Buffer.from([set ? 1 : 0]);

/** @param {number} revision */
function hello(revision) {
  const spoken = Math.min(revision, 54464);
  return bytes(
    ...[0, 'ClickHouse', 26, 7, revision, 'Europe/Berlin', 'host', 1],
    ...(spoken >= 54461 ? [1, '.{8}', 'too short'] : []),
    ...(spoken >= 54462 ? [Buffer.alloc(8, 7)] : []),
  );
}

const blockInfo = bytes(1, flag(false), 2, int32(-1), 0);

/**
 * @param {number} packet
 * @param {readonly (readonly [name: string, type: string, values?: Buffer])[]} columns
 */
function block(packet, columns, rows = 0) {
  return bytes(
    ...[packet, '', blockInfo, columns.length, rows],
    ...columns.flatMap(([name, type, values]) => [name, type, flag(false), values ?? Buffer.alloc(0)]),
  );
}

/**
 * @param {number} code of the outermost
 * @param {readonly string[]} messages the outermost first
 */
function exception(code, ...messages) {
  const layers = messages.map((message, depth) =>
    bytes(
      int32(code + depth),
      'DB::Exception',
      `DB::Exception: ${message}`,
      'stack',
      flag(depth < messages.length - 1),
    ),
  );
  return bytes(2, ...layers);
}

/** @param {number} revision */
function progress(revision) {
  return bytes(...[3, 1, 2, 3], ...(revision >= 54463 ? [4] : []), ...[5, 6], ...(revision >= 54460 ? [7] : []));
}

const profileInfo = bytes(6, 1, 2, 300, flag(true), 4, flag(false));
const log = block(
  10,
  [
    ['event_time', 'DateTime', int32(1_700_000_000)],
    ['priority', 'Int8', Buffer.from([5])],
    ['text', 'String', string('a line')],
    ['type', "Enum8('a' = 1)", Buffer.from([1])],
    ['id', 'FixedString(3)', Buffer.from('abc')],
  ],
  1,
);
const tableColumns = bytes(
  ...[11, ''],
  "columns format version: 1\n3 columns:\n`n` UInt64\n`s\\`x` String\tDEFAULT\t\\'\\'\n`v` UInt64\tDEFAULT\tn + 1\n",
);
const plainHeader = block(1, [
  ['n', 'UInt64'],
  ['s`x', 'String'],
  ['v', 'UInt64'],
]);
const end = bytes(5);
const pong = bytes(4);

const types = [
  ...[
    'UInt8',
    'UInt16',
    'Int32',
    'UInt64',
    'Int128',
    'UInt256',
    'Float32',
    'Float64',
    'Bool',
    'String',
    'UUID',
    'IPv4',
    'IPv6',
  ],
  ...[
    'Date',
    'Date32',
    'DateTime',
    "DateTime('UTC')",
    'DateTime64(3)',
    "DateTime64(9, 'Europe/Berlin')",
    'FixedString(5)',
  ],
  ...['Decimal(9, 2)', 'Decimal(76, 0)', String.raw`Enum8('it\'s' = -128, 'b' = 1)`, "Enum16('a' = 0, 'z' = 32767)"],
  ...['Nullable(Int64)', 'Nullable(String)', 'Array(UInt8)', 'Array(Array(Nullable(String)))', 'Map(String, UInt64)'],
  ...['LowCardinality(String)', 'LowCardinality(Nullable(String))', 'LowCardinality(FixedString(2))'],
  ...[
    'LowCardinality(Nullable(FixedString(2)))',
    'Array(LowCardinality(String))',
    'Map(LowCardinality(String), Array(UInt8))',
  ],
];
const unsupported = [
  'JSON',
  'Tuple(a UInt8)',
  'Nullable(Array(UInt8))',
  'Decimal(77, 0)',
  "Enum8('a' = 128)",
  'Array(',
];

// The first byte is described in packet_fuzz.cpp.
const all = Buffer.from([0]);
const byteByByte = Buffer.from([1]);
const withoutHello = (/** @type {number} */ below) => Buffer.from([8 | (below << 4)]);

/** @type {Record<string, Buffer>} */
const packets = {
  'insert-with-everything': bytes(
    ...[all, hello(54_488), progress(54_464), tableColumns, bytes(17, 'UTC'), pong, log, plainHeader],
    ...[progress(54_464), log, profileInfo, end, pong],
  ),
  'insert-byte-by-byte': bytes(byteByByte, hello(54_464), tableColumns, plainHeader, end, pong),
  'every-type': bytes(
    withoutHello(0),
    block(
      1,
      [...types, ...unsupported].map((type, i) => [`c${i}`, type]),
    ),
    end,
  ),
  'wrong-password': bytes(all, exception(516, 'user: Authentication failed')),
  'not-a-database': Buffer.concat([all, Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]),
  'nested-exceptions': bytes(withoutHello(0), exception(60, 'outer', 'middle', 'inner')),
  'exception-with-values': bytes(
    withoutHello(0),
    plainHeader,
    exception(6, "Cannot parse 'it\\'s \u00e4' as UInt8: near 'x'"),
  ),
  'exception-after-header': bytes(withoutHello(0), plainHeader, exception(252, 'Too many parts')),
  'end-before-header': bytes(withoutHello(0), end),
  'no-columns': bytes(withoutHello(0), block(1, []), end),
  'rows-in-header': bytes(withoutHello(0), block(1, [['n', 'UInt16', Buffer.from([1, 0, 2, 0])]], 2), end),
  'huge-string': bytes(withoutHello(0), 11, '', 8_000_000_000),
};
for (const revision of [54_058, 54_458, 54_459, 54_460, 54_461, 54_462, 54_463, 54_464, 54_470, 54_488]) {
  packets[`revision-${revision}`] = bytes(
    all,
    hello(revision),
    progress(revision),
    plainHeader,
    progress(revision),
    end,
  );
}

/** Bytes that are rows of most types: short lengths, small numbers. */
const rows = Buffer.from([
  1, 0, 2, 0x61, 0x62, 0, 0, 1, 1, 0x63, 3, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);
/** @type {Record<string, Buffer>} */
const rowSeeds = Object.fromEntries(
  types.map((type, i) => [
    `type-${String(i).padStart(2, '0')}`,
    Buffer.concat([Buffer.from(`${type}\n${type}\n`), rows]),
  ]),
);
for (const [name, ours, theirs] of [
  ['string-to-dictionary', 'String', 'LowCardinality(String)'],
  ['dictionary-to-nullable-string', 'LowCardinality(Nullable(String))', 'Nullable(String)'],
  ['zone-changed', 'DateTime64(3)', "DateTime64(3, 'UTC')"],
  ['enum-grew', "Enum8('a' = 1)", "Enum8('a' = 1, 'b' = 2)"],
  ['not-alike', 'UInt64', 'Int64'],
]) {
  rowSeeds[name] = Buffer.concat([Buffer.from(`${ours}\n${theirs}\n`), rows]);
}

/**
 * A segment whose checksums the fuzzer mends: the first byte says so, and whether the machine was started since.
 * @param {readonly (readonly [name: string, type: string])[]} columns
 * @param {readonly (readonly [rows: number, payload: Buffer])[]} records no rows: a cut
 */
function segment(columns, records, flags = 2) {
  const description = bytes('db.t', columns.length, ...columns.flatMap(([name, type]) => [name, type, flag(false)]));
  const header = Buffer.alloc(512);
  header.writeUInt32LE(description.length, 72);
  const data = records.map(([count, payload]) => {
    const head = Buffer.alloc(16);
    head.writeUInt32LE(payload.length, 0);
    head.writeUInt32LE(count, 4);
    return Buffer.concat([head, payload, Buffer.alloc((8 - (payload.length % 8)) % 8)]);
  });
  const padding = Buffer.alloc((64 - ((512 + description.length) % 64)) % 64);
  return Buffer.concat([Buffer.from([flags]), header, description, padding, ...data, Buffer.alloc(64)]);
}
const cut = /** @type {const} */ ([0, Buffer.alloc(0)]);
const numberAndText = /** @type {const} */ ([
  ['n', 'UInt64'],
  ['s', 'String'],
]);
const oneRow = /** @type {const} */ ([1, bytes(Buffer.alloc(8, 7), 'hi')]);
const twoRows = /** @type {const} */ ([2, bytes(Buffer.alloc(8, 1), 'one', Buffer.alloc(8, 2), 'two')]);
const segments = {
  blocks: segment(numberAndText, [oneRow, twoRows, cut, oneRow, cut, twoRows]),
  'another-boot': segment(numberAndText, [oneRow, cut, twoRows], 3),
  'no-rows': segment(numberAndText, [oneRow, [3, Buffer.from('not rows of this shape')], oneRow]),
  'many-types': segment(
    types.slice(0, 12).map((type, i) => [`c${i}`, type]),
    [[1, rows], cut],
  ),
  'checksums-as-they-are': segment(numberAndText, [oneRow], 0),
  empty: segment(numberAndText, []),
};

for (const [fuzzer, seeds] of Object.entries({ packet_fuzz: packets, row_fuzz: rowSeeds, replay_fuzz: segments })) {
  const folder = path.join(corpus, fuzzer);
  fs.mkdirSync(folder, { recursive: true });
  for (const name of fs.readdirSync(folder)) if (!name.startsWith('recorded-')) fs.rmSync(path.join(folder, name));
  for (const [name, seed] of Object.entries(seeds)) fs.writeFileSync(path.join(folder, name), seed);
  process.stdout.write(`${fuzzer}: ${Object.keys(seeds).length} seeds\n`);
}
