/**
 * Writes a model file that is small enough for a test and real enough for llama.cpp: a llama of two layers with random
 * weights, a vocabulary of bytes, letters and a few words, and half a megabyte. What it says means nothing; that it says
 * something, token by token, is the point. The same seed gives the same file.
 *
 *     node tools/tiny-gguf.mjs FILE [--seed N] [--chat] [--context N]
 *
 * `--chat` gives it a chat template. It never ends by itself: only letters and words can come out, so that an answer is as
 * long as it was allowed to be.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { say } from './console.mjs';

const embedding = 64;
const feedForward = 128;
const layerCount = 2;
const heads = 4;
/** Data begins, and every tensor in it, at a multiple of this many bytes. */
const alignment = 32;

/** Kinds of values of the format. */
const kind = { uint32: 4, int32: 5, float32: 6, string: 8, array: 9 };
/** Kinds of tokens of the format. */
const token = { normal: 1, unknown: 2, control: 3, byte: 6 };

const words =
  'the a of to and in is that it on for with code test file error build note time work read look again'.split(' ');
const chatTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}" +
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/**
 * @param {{ seed?: number, chat?: boolean, contextTokens?: number }} [options]
 * @returns {Buffer} the whole file
 */
export function tinyGguf({ seed = 1, chat = false, contextTokens = 1024 } = {}) {
  const vocabulary = makeVocabulary();
  const tensors = makeTensors(vocabulary, randomNumbers(seed));
  const fields = [
    text('general.architecture', 'llama'),
    text('general.name', 'tiny'),
    uint32('general.alignment', alignment),
    uint32('llama.context_length', contextTokens),
    uint32('llama.embedding_length', embedding),
    uint32('llama.block_count', layerCount),
    uint32('llama.feed_forward_length', feedForward),
    uint32('llama.attention.head_count', heads),
    uint32('llama.attention.head_count_kv', heads),
    uint32('llama.rope.dimension_count', embedding / heads),
    uint32('llama.vocab_size', vocabulary.length),
    field('llama.attention.layer_norm_rms_epsilon', kind.float32, float32(1e-5)),
    text('tokenizer.ggml.model', 'llama'),
    list(
      'tokenizer.ggml.tokens',
      kind.string,
      vocabulary.map(({ piece }) => string(piece)),
    ),
    list(
      'tokenizer.ggml.scores',
      kind.float32,
      vocabulary.map(({ score }) => float32(score)),
    ),
    list(
      'tokenizer.ggml.token_type',
      kind.int32,
      vocabulary.map(({ type }) => u32(type)),
    ),
    uint32('tokenizer.ggml.unknown_token_id', 0),
    uint32('tokenizer.ggml.bos_token_id', 1),
    uint32('tokenizer.ggml.eos_token_id', 2),
    ...(chat ? [text('tokenizer.chat_template', chatTemplate)] : []),
  ];
  let offset = 0;
  const infos = tensors.map(({ name, shape, values }) => {
    const info = [string(name), u32(shape.length), ...shape.map((size) => u64(size)), u32(0), u64(offset)];
    offset += padded(values.byteLength);
    return Buffer.concat(info);
  });
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(fields.length),
    ...fields,
    ...infos,
  ]);
  const data = tensors.map(({ values }) => filled(Buffer.from(values.buffer, values.byteOffset, values.byteLength)));
  return Buffer.concat([filled(head), ...data]);
}

/** Special tokens, one token for each byte, so that any text can be read, then what the model says. */
function makeVocabulary() {
  const special = [
    { piece: '<unk>', score: 0, type: token.unknown },
    ...['<s>', '</s>', '<|im_start|>', '<|im_end|>'].map((piece) => ({ piece, score: 0, type: token.control })),
  ];
  const bytes = Array.from({ length: 256 }, (_, byte) => ({
    piece: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    score: 0,
    type: token.byte,
  }));
  // A blank is written so; pieces are put together from shorter ones, so each beginning of a word is a piece too.
  const blank = '\u2581';
  const pieces = new Set([blank, ...'abcdefghijklmnopqrstuvwxyz.,']);
  for (const word of words) for (let end = 0; end <= word.length; end += 1) pieces.add(blank + word.slice(0, end));
  const spoken = [...pieces].map((piece, index) => ({
    piece,
    score: piece.length - index / 1_000,
    type: token.normal,
  }));
  return [...special, ...bytes, ...spoken];
}

/**
 * @param {{ type: number }[]} vocabulary
 * @param {() => number} random
 */
function makeTensors(vocabulary, random) {
  /** @type {{ name: string, shape: number[], values: Float32Array }[]} */
  const tensors = [];
  /** @param {string} name @param {number[]} shape @param {(column: number, row: number) => number} value */
  const add = (name, shape, value) => {
    const [columns = 1, rows = 1] = shape;
    const values = Float32Array.from({ length: columns * rows }, (_, at) =>
      value(at % columns, Math.floor(at / columns)),
    );
    tensors.push({ name, shape, values });
  };
  const ones = () => 1;
  /** @param {number} inputs */
  const weights = (inputs) => () => random() / Math.sqrt(inputs);
  // The first number of the state is always 1: no layer adds to it. By it the last matrix tells what is never said.
  /** @param {number} inputs */
  const sparingFirst = (inputs) => (/** @type {number} */ _, /** @type {number} */ row) =>
    row === 0 ? 0 : weights(inputs)();

  add('token_embd.weight', [embedding, vocabulary.length], (column) => (column === 0 ? 1 : random()));
  for (let layer = 0; layer < layerCount; layer += 1) {
    const name = (/** @type {string} */ part) => `blk.${layer}.${part}.weight`;
    add(name('attn_norm'), [embedding], ones);
    for (const part of ['attn_q', 'attn_k', 'attn_v']) add(name(part), [embedding, embedding], weights(embedding));
    add(name('attn_output'), [embedding, embedding], sparingFirst(embedding));
    add(name('ffn_norm'), [embedding], ones);
    add(name('ffn_gate'), [embedding, feedForward], weights(embedding));
    add(name('ffn_up'), [embedding, feedForward], weights(embedding));
    add(name('ffn_down'), [feedForward, embedding], sparingFirst(feedForward));
  }
  add('output_norm.weight', [embedding], ones);
  add('output.weight', [embedding, vocabulary.length], (column, row) => {
    if (column > 0) return random();
    return vocabulary[row]?.type === token.normal ? 0 : -1_000;
  });
  return tensors;
}

/**
 * Numbers around 0, most between -1 and 1: sums of three even ones from a linear congruential generator.
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = BigInt(seed);
  const even = () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 40n) / 2 ** 24;
  };
  return () => even() + even() + even() - 1.5;
}

/** @param {string} key @param {number} type @param {Buffer} value */
function field(key, type, value) {
  return Buffer.concat([string(key), u32(type), value]);
}

/** @param {string} key @param {string} value */
function text(key, value) {
  return field(key, kind.string, string(value));
}

/** @param {string} key @param {number} value */
function uint32(key, value) {
  return field(key, kind.uint32, u32(value));
}

/** @param {string} key @param {number} type @param {Buffer[]} values */
function list(key, type, values) {
  return field(key, kind.array, Buffer.concat([u32(type), u64(values.length), ...values]));
}

/** @param {string} value */
function string(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

/** @param {number} value */
function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** @param {number} value */
function u64(value) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

/** @param {number} value */
function float32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

/** @param {number} size */
function padded(size) {
  return Math.ceil(size / alignment) * alignment;
}

/** @param {Buffer} bytes */
function filled(bytes) {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, context: { type: 'string' }, chat: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (file === undefined) {
    say('Usage: node tools/tiny-gguf.mjs FILE [--seed N] [--chat] [--context N]');
    process.exit(2);
  }
  const bytes = tinyGguf({
    seed: Number(values.seed ?? 1),
    chat: values.chat ?? false,
    contextTokens: Number(values.context ?? 1024),
  });
  fs.writeFileSync(file, bytes);
  say(`${path.resolve(file)}: ${bytes.length} bytes.`);
}
