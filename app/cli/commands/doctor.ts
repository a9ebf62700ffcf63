import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok } from '../../contract/result.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { readSettings } from '../../core/settings-file.ts';
import type { Command } from '../command.ts';
import { type Check, failure, fine } from '../doctor/check.ts';
import { checkClock, checkDataDir, checkDesktop, checkDiskSpace } from '../doctor/machine-checks.ts';
import { checkEngine, checkNativeParts, checkNode } from '../doctor/program-checks.ts';
import { checkRecorder } from '../doctor/recorder-checks.ts';
import { exitCodes } from '../failure.ts';
import { writeBundle } from '../doctor/bundle.ts';
import { nodeHost } from '../node-host.ts';
import { programPaths } from '../program-paths.ts';
import type { Colour, Terminal } from '../terminal.ts';
import { textTable } from '../text-table.ts';

const colourOf: Readonly<Record<Check['verdict'], Colour>> = { ok: 'green', warn: 'yellow', fail: 'red' };

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'look for what is wrong and say what to do',
  operands: '',
  operandCount: { min: 0, max: 0 },
  details: [
    'Looks at the program, the machine and, when one runs, the recorder. Changes nothing.',
    'Exit status 1 when a check fails; a warning is no failure.',
    '--bundle writes a report without personal data for whoever helps: read it before you send it.',
  ],
  options: {
    bundle: { kind: 'text', value: 'FILE', says: 'write a report without personal data into FILE' },
  },
  examples: [
    { line: 'hivebar doctor', says: 'before the first start, or when something seems off' },
    { line: 'hivebar doctor --bundle report.json', says: 'what to send along with a question' },
    { line: 'hivebar doctor --json', says: 'the same as a list of checks' },
  ],
  async run({ dataDir, json, terminal, options }) {
    const checks = await examine(dataDir);
    const bundle = options.text('bundle');
    if (bundle !== undefined) {
      const written = await writeBundle(bundle, dataDir, checks);
      if (!written.ok) return written;
      terminal.tell(`${bundle} is written. Nothing sends it: read it first.\n`);
    }
    const failed = checks.filter(({ verdict }) => verdict === 'fail').length;
    await terminal.print(json ? `${JSON.stringify({ failed, checks })}\n` : checksText(checks, terminal));
    return ok(failed > 0 ? exitCodes.trouble : exitCodes.ok);
  },
};

async function examine(dataDir: string): Promise<readonly Check[]> {
  const paths = programPaths(dataDir);
  const read = await readSettings(dataDir);
  const settings = read.ok ? read.value : defaultSettings();
  const program = await stat(join(paths.schemaDir, 'README.md')).catch(() => stat(paths.schemaDir));
  return [
    checkNode(process.versions.node),
    await checkNativeParts(paths),
    await checkEngine(settings, paths),
    read.ok
      ? fine('settings', 'The settings can be read.')
      : failure('settings', read.error, 'Correct the file, or move it away for the defaults.'),
    await checkDataDir(dataDir),
    await checkDiskSpace(dataDir, settings),
    await checkDesktop(process.platform, process.env, nodeHost(dataDir).permissions),
    checkClock(Date.now(), program.mtimeMs),
    ...(await checkRecorder(paths, settings)),
  ];
}

export function checksText(checks: readonly Check[], terminal: Terminal): string {
  const rows = checks.map(({ name, verdict, says, todo }) => [
    verdict,
    name,
    todo === undefined ? says : `${says} ${todo}`,
  ]);
  const table = textTable([{ title: '' }, { title: '' }, { title: '' }], rows, {
    paintCell: (text, column) => (column === 0 ? terminal.paint(colourOf[text as Check['verdict']], text) : text),
  });
  const count = (verdict: Check['verdict']): number => checks.filter((check) => check.verdict === verdict).length;
  return `${table}\n${count('ok')} ok, ${count('warn')} to know, ${count('fail')} to mend.\n`;
}
