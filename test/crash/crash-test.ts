/** `npm run test:crash`, bundled and started by tools/crash-test.mjs. */
import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareView, findViews } from './compare-views.ts';
import { countRows } from './count-rows.ts';
import { type CrashOptions, readOptions, usage } from './options.ts';
import { planRuns } from './plan.ts';
import { type RunOutcome, playRun } from './play-run.ts';
import { type CrashReport, complaintsOf, describeReport, makeReport } from './report.ts';
import { startResident } from './resident.ts';
import { startServerUnderTest } from './server-under-test.ts';

const [programs = '', ...words] = process.argv.slice(2);
const options = readOptions(words, () => String(randomInt(1_000_000)));
if (!options.ok) {
  process.stderr.write(`${options.error}\n\n${usage}`);
  process.exitCode = 2;
} else if (options.value.help) process.stdout.write(usage);
else {
  const report = await crashTest(options.value);
  process.stdout.write(options.value.json ? `${JSON.stringify(report, undefined, 2)}\n` : describeReport(report));
  process.exitCode = report.holds ? 0 : 1;
}

async function crashTest({ seed, kinds, runs, run: only }: CrashOptions): Promise<CrashReport> {
  const began = performance.now();
  const planned = planRuns(seed, kinds, runs).filter(({ number }) => only === undefined || number === only);
  say(`Seed ${seed}: ${planned.length} runs.`);
  const root = await mkdtemp(join(tmpdir(), 'hivebar-crash-'));
  const folders = { programs, journal: join(root, 'journal'), ledgers: join(root, 'ledgers') };
  await mkdir(folders.ledgers);
  const server = await startServerUnderTest(join(root, 'data'), programs);
  try {
    const views = await findViews(server.admin);
    const baseMs = Date.now();
    const surroundings = { server, folders, views, baseMs };
    const resident = await startResident(surroundings);
    const outcomes: RunOutcome[] = [];
    const interruption = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM']) {
      // It may come twice, from a terminal and from the program that started this one.
      process.on(signal, () => {
        interruption.abort();
      });
    }
    for (const run of planned) {
      if (interruption.signal.aborted) break;
      const outcome = await playRun(run, surroundings);
      outcomes.push(outcome);
      tell(outcome, planned.length);
    }
    const ended = await resident.end();
    const found = await countRows(server.admin);
    const compared = await Promise.all(views.map((view) => compareView(server.admin, view)));
    const seconds = (performance.now() - began) / 1_000;
    return makeReport({ seed, seconds, outcomes, resident: ended, found, views: compared });
  } finally {
    await server.stop();
    await rm(root, { recursive: true, force: true });
  }
}

function tell(outcome: RunOutcome, of: number): void {
  const { run, rows, seconds } = outcome;
  const { accepted, found, lost, doubled } = rows.tally;
  const languages = run.pushers.map(({ language }) => (language === 'c++' ? 'C++' : 'JavaScript')).join(', ');
  say(
    `${run.number}/${of} ${run.kind}, ${run.variant} (${languages}): ${accepted} accepted, ${found} found, ` +
      `${lost} lost, ${doubled} doubled, ${seconds.toFixed(1)} s`,
  );
  for (const line of complaintsOf(outcome)) say(`    ${line}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
