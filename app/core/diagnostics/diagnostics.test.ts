import { describe, expect, it } from 'vitest';
import type { PartHealth, RecorderStatus } from '../../contract/health.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { formatLine } from '../host/file-log.ts';
import { cleanText } from './clean-text.ts';
import { diagnosticsText } from './diagnostics.ts';
import { cleanLine } from './log-lines.ts';

const personal = {
  dataDir: '/Users/ada/Library/Application Support/Hivebar',
  homeDir: '/Users/ada',
  userName: 'ada',
  hostName: 'adas-macbook.local',
};
const secrets = [
  'ada',
  'Layoffs',
  'bank.example',
  'https',
  'SELECT',
  'Application Support',
  'hunter2',
  'gpt-internal',
  'Vault',
  '/opt/secret',
];

function part(message: string): PartHealth {
  return { name: 'window', state: 'failing', message, lastEventMs: 5, counters: { samples: 3 } };
}

const status: RecorderStatus = {
  nowMs: 10,
  startedMs: 4,
  dataDir: personal.dataDir,
  demo: false,
  overall: 'problem',
  recording: { kind: 'recording' },
  database: part(`${personal.dataDir}/settings.json is not JSON. Mend or remove it.`),
  writer: part('Code: 62. Syntax error: SELECT window_title FROM seq.context WHERE app = Vault'),
  sources: [part('The window "Layoffs 2026" of https://bank.example/a?b=c at /opt/secret/app cannot be read.')],
  current: { app: 'Vault', title: 'Layoffs 2026', sinceMs: 1, afk: false },
};

const settings = defaultSettings();
settings.privacy.excludedApps = ['Vault'];
settings.privacy.excludedTitles = ['Layoffs', 'hunter2'];
settings.privacy.excludedDomains = ['bank.example'];
settings.prices = [{ model: 'gpt-internal', inputUsdPerMtok: 1, outputUsdPerMtok: 2 }];
settings.engine = { kind: 'remote', url: 'https://bank.example:8443', tcpPort: 9_000, user: 'ada' };

const logLines = [
  formatLine(0, 'info', 'Hivebar starts', { version: '0.1.0', demo: false }),
  formatLine(0, 'warn', 'The active window cannot be read', { reason: 'Layoffs 2026 is closed to /Users/ada/bin' }),
  formatLine(0, 'error', 'a bug ended the app', { error: 'TypeError: hunter2\n at /Users/ada/x.js:1' }),
  formatLine(0, 'error', `${personal.dataDir}/open-segment.jsonl cannot be written`, { rows: 5 }),
  'hunter2 from another program',
].map((line) => cleanLine(line, personal));

const text = diagnosticsText(
  {
    nowMs: 0,
    versions: { hivebar: '0.1.0' },
    platform: { system: 'darwin', release: '24', arch: 'arm64', memoryBytes: 8 },
    status,
    settings: { ok: true, value: settings },
    tables: {
      ok: true,
      value: ['seq.context', 'watchllm.ada_runs'].map((table) => ({
        table,
        rows: 1,
        bytes: 2,
        oldestDay: null,
        group: null,
        keptDays: null,
      })),
    },
    logLines,
    checks: [{ name: 'data directory', verdict: 'ok', says: `${personal.dataDir} is ours alone.` }],
  },
  personal,
);

describe('a report', () => {
  it.each(secrets)('does not hold %s', (secret) => {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  it('holds what helps: states, counters, counts of rules, tables, and the words of the program', () => {
    const report = JSON.parse(text) as Record<string, unknown>;
    expect(report).toMatchObject({
      versions: { hivebar: '0.1.0' },
      status: { overall: 'problem', parts: [{ counters: { samples: 3 } }, {}, {}] },
      settings: {
        privacy: { excludedApps: { entries: 1 }, excludedTitles: { entries: 2 }, urlDetail: 'path' },
        engine: { kind: 'remote', url: '<set>', tcpPort: 9_000 },
        prices: { entries: 1 },
      },
      tables: { own: [{ table: 'seq.context', rows: 1 }], others: 1 },
    });
    expect(report['log']).toEqual([
      '1970-01-01T00:00:00.000Z info Hivebar starts version="0.1.0" demo=false',
      expect.stringMatching(/ warn The active window cannot be read reason=<\d+ characters>$/),
      expect.stringMatching(/ error a bug ended the app error=TypeError <\d+ characters>$/),
      '1970-01-01T00:00:00.000Z error <path> cannot be written rows=5',
      '<a line of 28 characters>',
    ]);
  });
});

describe('a sentence', () => {
  it('loses paths with blanks, below the home folder and below any other', () => {
    const sentence = '/Volumes/My Disk/a.txt, ~/.claude/projects/x and notes/secret.json cannot be read.';
    expect(cleanText(sentence, personal)).toBe('<path> <path>, <path> and <path> cannot be read.');
  });

  it('loses a host, a mail address and quoted text, and keeps the rest', () => {
    const sentence = 'Process 7 of ada@example.com on adas-macbook.local said "no" after 5 s, port 4318 and/or 4319.';
    expect(cleanText(sentence, personal)).toBe(
      'Process 7 of <mail address> on <name> said <text> after 5 s, port 4318 and/or 4319.',
    );
  });
});
