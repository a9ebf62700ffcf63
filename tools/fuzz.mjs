/**
 * `npm run fuzz -- --seconds 60`: builds every native/fuzz/*_fuzz.cpp and runs each for its share of the time, from the
 * seeds in native/fuzz/corpus and from what earlier runs found.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repoRoot, run, say } from './console.mjs';

const help = `npm run fuzz -- [--seconds N | --seconds-each N] [--only NAME]

  --seconds N        all fuzzers together, each the same share (default 60)
  --seconds-each N   every fuzzer
  --only NAME        this fuzzer alone, such as packet_fuzz

What a run finds new is kept in native/build/fuzz/corpus, what breaks a fuzzer in native/build/fuzz/finds.
Exit status 1 when something broke; the input's path and how to run it again are printed.`;

const sources = path.join(repoRoot, 'native', 'fuzz');
const built = path.join(repoRoot, 'native', 'build', 'fuzz');

// No input of at most 64 KiB has a reason to take longer or more.
const limits = ['-max_len=65536', '-timeout=10', '-rss_limit_mb=2048', '-malloc_limit_mb=256'];

/** @typedef {{ seconds: number, runs: number, perSecond: number, coverage: number, newUnits: number, broke: string | undefined }} Outcome */

const options = readOptions();
if (options !== undefined) process.exitCode = await fuzz(options);

/** @returns {{ each: number, names: readonly string[] } | undefined} */
function readOptions() {
  /** @type {Record<string, string | boolean | undefined>} */
  let given;
  try {
    given = parseArgs({
      options: {
        seconds: { type: 'string' },
        'seconds-each': { type: 'string' },
        only: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (given['help'] === true) {
    process.stdout.write(`${help}\n`);
    return undefined;
  }
  const all = fs
    .readdirSync(sources)
    .filter((file) => file.endsWith('_fuzz.cpp'))
    .map((file) => path.basename(file, '.cpp'));
  const names = given['only'] === undefined ? all : all.filter((name) => name === given['only']);
  if (names.length === 0) return refuse(`--only takes one of ${all.join(', ')}.`);
  const each = given['seconds-each'] ?? Number(given['seconds'] ?? 60) / names.length;
  if (!(Number(each) >= 1)) return refuse('The time is a number of seconds, at least one for every fuzzer.');
  return { each: Math.floor(Number(each)), names };
}

/** @param {string} reason */
function refuse(reason) {
  say(`${reason}\n\n${help}`);
  process.exitCode = 2;
  return undefined;
}

/**
 * @param {{ each: number, names: readonly string[] }} options
 * @returns {Promise<number>} the exit status
 */
async function fuzz({ each, names }) {
  run('make', ['-C', 'native', '--no-print-directory', '-s', '-j2', 'fuzz']);
  let failed = 0;
  for (const name of names) {
    const outcome = await runFuzzer(name, each);
    if (outcome.broke !== undefined) ++failed;
    process.stdout.write(
      `${name.padEnd(17)} ${outcome.broke === undefined ? 'holds' : 'BROKE'}  ${outcome.seconds} s, ` +
        `${grouped(outcome.runs)} runs, ${grouped(outcome.perSecond)}/s, coverage ${grouped(outcome.coverage)}, ` +
        `${grouped(outcome.newUnits)} new inputs, ${outcome.broke === undefined ? 0 : 1} crashes\n`,
    );
    if (outcome.broke !== undefined) process.stdout.write(`  ${outcome.broke}\n`);
  }
  process.stdout.write(`${names.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/**
 * @param {string} name
 * @param {number} seconds
 * @returns {Promise<Outcome>}
 */
async function runFuzzer(name, seconds) {
  const program = path.join(built, name);
  const found = path.join(built, 'corpus', name);
  const finds = path.join(built, 'finds', name);
  fs.mkdirSync(found, { recursive: true });
  fs.mkdirSync(finds, { recursive: true });
  const dictionary = path.join(sources, `${name}.dict`);
  const seeds = path.join(sources, 'corpus', name);
  const args = [
    ...limits,
    `-max_total_time=${seconds}`,
    '-print_final_stats=1',
    `-artifact_prefix=${finds}${path.sep}`,
    ...(fs.existsSync(dictionary) ? [`-dict=${dictionary}`] : []),
    found,
    ...(fs.existsSync(seeds) ? [seeds] : []),
  ];
  const { output, status } = await listen(program, args);
  const number = (/** @type {RegExp} */ pattern) => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  const outcome = {
    seconds,
    runs: number(/stat::number_of_executed_units:\s*(\d+)/g),
    perSecond: number(/stat::average_exec_per_sec:\s*(\d+)/g),
    coverage: number(/\bcov: (\d+)/g),
    newUnits: number(/stat::new_units_added:\s*(\d+)/g),
    broke: undefined,
  };
  if (status === 0) return outcome;
  say(output.split('\n').slice(-60).join('\n'));
  const input = /Test unit written to (.+)/.exec(output)?.[1];
  const relative = path.relative(repoRoot, program);
  return {
    ...outcome,
    broke:
      input === undefined
        ? `${relative} ended with status ${String(status)} and left no input.`
        : `${path.relative(repoRoot, input)}; again: ${relative} ${path.relative(repoRoot, input)}`,
  };
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ output: string, status: number | null }>}
 */
function listen(program, args) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, args, { cwd: repoRoot, stdio: ['ignore', 'ignore', 'pipe'] });
    // A run of hours says more than anybody keeps: its last words are what counts.
    child.stderr.on('data', (chunk) => (output = (output + String(chunk)).slice(-100_000)));
    child.on('error', reject);
    child.on('close', (status) => resolve({ output, status }));
  });
}

/** @param {number} value */
function grouped(value) {
  return value.toLocaleString('en-US');
}
