import * as v from 'valibot';
import { neverAgain, routingRule } from './always-on-agent.ts';
import { defaultRoutingRules } from './default-routing-rules.ts';
import { type Result, fail, ok } from './result.ts';

/** From the least to the most, both allowed; whole numbers. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export const settingBounds = {
  idleAfterMs: { least: 1_000, most: 3_600_000 },
  pollMs: { least: 250, most: 60_000 },
  retentionDays: { least: 1, most: 3_650 },
  screenTextDays: { least: 1, most: 90 },
  port: { least: 1, most: 65_535 },
  hourOfDay: { least: 0, most: 23 },
  fullBackups: { least: 1, most: 365 },
  maxMemoryBytes: { least: 500_000_000, most: 1_000_000_000_000 },
  lookEveryMs: { least: 5_000, most: 3_600_000 },
  agentCallsPerHour: { least: 0, most: 10_000 },
  minFreeDiskBytes: { least: 0, most: Number.MAX_SAFE_INTEGER },
} as const satisfies Readonly<Record<string, Bounds>>;

const whole = ({ least, most }: Bounds) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(message), v.integer(message), v.minValue(least, message), v.maxValue(most, message));
};

/** What the person may change. Lives in `settings.json` of the data directory; every key has a default. */
const days = (fallback: number) => v.optional(whole(settingBounds.retentionDays), fallback);
const patterns = v.optional(
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(500))), v.maxLength(500)),
  [],
);

const privacy = v.object({
  /** Applications never recorded, by name or bundle identifier, exact, case-insensitive. */
  excludedApps: patterns,
  /** Regular expressions over the window title; a window that matches is not recorded. */
  excludedTitles: patterns,
  /** Domains never recorded, with their subdomains. */
  excludedDomains: patterns,
  /** What is kept of a URL: everything before `?` and `#`, the host alone, all of it, or nothing. */
  urlDetail: v.optional(v.picklist(['path', 'host', 'full', 'none']), 'path'),
});

const recording = v.object({
  /** No input for this long means away, counted from the last input. */
  idleAfterMs: v.optional(whole(settingBounds.idleAfterMs), 180_000),
  /** How often idle time is read, and the active window where its changes are not announced. */
  pollMs: v.optional(whole(settingBounds.pollMs), 5_000),
  /** Applications in which no input does not mean away (meetings, video), by name or bundle identifier. */
  idleExemptApps: patterns,
  /** The local hour at which a day begins, for everything that is told by the day. */
  dayStartHour: v.optional(whole(settingBounds.hourOfDay), 0),
  /** Read the text in the window in front after a change of window. Pictures are never kept. */
  screenText: v.optional(v.boolean(), false),
});

const retentionDays = v.object({
  context: days(90),
  memEvents: days(90),
  traceEvents: days(30),
  agents: days(365),
  /** The text of windows goes much sooner than everything else. */
  screenText: v.optional(whole(settingBounds.screenTextDays), 7),
  /** States of agent graphs; the newest of each graph stays however old it is. */
  checkpoints: days(14),
});

const agents = v.object({
  /** Keep what was said: prompts, answers, tool arguments and results. Off, only names, sizes, times and errors are kept. */
  keepContent: v.optional(v.boolean(), false),
  /** Port of the OTLP receiver; another one is taken when it is in use. */
  otlpPort: v.optional(whole(settingBounds.port), 4318),
  /** Refuse telemetry that does not carry Hivebar's token. */
  otlpRequiresToken: v.optional(v.boolean(), false),
  /** Follow the session files that agents write on this machine. */
  followTranscripts: v.optional(v.boolean(), true),
});

const usd = v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(1_000_000));

/** What Hivebar tells the person of when it is reached. Left out, nothing is watched. */
const budgets = v.object({
  costPerHourUsd: v.optional(usd),
  costPerDayUsd: v.optional(usd),
  /** Share of failed model calls in the last hour. */
  errorRatePercent: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(100))),
  /** With fewer calls than this in the last hour there is no rate. */
  errorRateMinCalls: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)), 20),
});
export type BudgetLimits = v.InferOutput<typeof budgets>;

const backup = v.object({
  /** Where backups go, absolute; default `backups` in the data directory. A change counts from the next start. */
  folder: v.optional(v.pipe(v.string(), v.regex(/^\//, 'has to be an absolute path'), v.maxLength(1_000))),
  /** So many full backups are kept, each with what needs it. */
  keepFull: v.optional(whole(settingBounds.fullBackups), 3),
  schedule: v.optional(v.picklist(['off', 'daily']), 'off'),
});

const localServer = v.object({
  /** Up to and with the version, such as http://127.0.0.1:8080/v1. */
  url: v.pipe(v.string(), v.url(), v.maxLength(500)),
  /** Left out, the first that the server lists. */
  model: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
});

const models = v.object({
  /** A GGUF file for the model in Hivebar's own process, absolute. */
  file: v.optional(v.pipe(v.string(), v.regex(/^\//, 'has to be an absolute path'), v.maxLength(1_000))),
  /** Look on this machine for mlx_lm.server, LM Studio and Ollama. */
  probe: v.optional(v.boolean(), true),
  /** OpenAI-compatible servers besides; only those on this machine count as local. */
  servers: v.optional(v.pipe(v.array(localServer), v.maxLength(20)), []),
  /** Left out, nothing is ever asked in the cloud. Its key is in the keychain. */
  cloud: v.optional(
    v.object({
      provider: v.picklist(['anthropic', 'openai']),
      model: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    }),
  ),
});
export type ModelSettings = v.InferOutput<typeof models>;

/** The always-on agent: an observer of the person's context, not to be confused with the agents that are recorded. */
const alwaysOnAgent = v.object({
  enabled: v.optional(v.boolean(), true),
  /** Which node looks at which context; the first rule that fits decides, and what none fits is observed. */
  rules: v.optional(v.pipe(v.array(routingRule), v.maxLength(200)), () => [...defaultRoutingRules]),
  /** How often it looks while the context stays the same. */
  lookEveryMs: v.optional(whole(settingBounds.lookEveryMs), 300_000),
  maxCallsPerHour: v.optional(whole(settingBounds.agentCallsPerHour), 20),
  maxCostPerHourUsd: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000)), 0.1),
  /** Only models on this machine, or none. Switched off, the cloud may be asked where it is set up. */
  privacyRequired: v.optional(v.boolean(), true),
  models: v.optional(models, {}),
  /** What it must not suggest again. */
  never: v.optional(v.pipe(v.array(neverAgain), v.maxLength(1_000)), []),
});
export type AlwaysOnAgentSettings = v.InferOutput<typeof alwaysOnAgent>;

const usdPerMtok = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100_000));

/** A price that the person sets for a model, US dollars per million tokens; it wins over the built-in list. */
const ownPrice = v.object({
  /** Exact name of the model, or a beginning followed by `*`; case-insensitive. */
  model: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  /** Only for this provider; left out, for any. */
  provider: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
  inputUsdPerMtok: usdPerMtok,
  outputUsdPerMtok: usdPerMtok,
  /** Left out, the input price. */
  cacheReadUsdPerMtok: v.optional(usdPerMtok),
  cacheWrite5mUsdPerMtok: v.optional(usdPerMtok),
  cacheWrite1hUsdPerMtok: v.optional(usdPerMtok),
});
export type OwnPrice = v.InferOutput<typeof ownPrice>;

/** How ClickHouse is had: the embedded one, an executable of the person's, or a server elsewhere. */
const engine = v.optional(
  v.variant('kind', [
    v.object({ kind: v.literal('libchdb'), libraryPath: v.optional(v.string()) }),
    v.object({ kind: v.literal('executable'), path: v.string() }),
    v.object({
      kind: v.literal('remote'),
      url: v.pipe(v.string(), v.url()),
      tcpPort: v.pipe(v.number(), v.integer()),
      user: v.string(),
    }),
  ]),
  { kind: 'libchdb' },
);

const database = v.object({
  /** What ClickHouse may use at most; left out, a quarter of the machine's memory. Counts from its next start. */
  maxMemoryBytes: v.optional(whole(settingBounds.maxMemoryBytes)),
});

const shortcuts = v.object({
  /** Keys that open the popover from any application, as Electron writes them (`Control+Alt+H`); empty for none. */
  popover: v.optional(v.pipe(v.string(), v.maxLength(60)), ''),
});

export const settingsSchema = v.object({
  privacy: v.optional(privacy, {}),
  recording: v.optional(recording, {}),
  retentionDays: v.optional(retentionDays, {}),
  agents: v.optional(agents, {}),
  /** The first that fits a call counts. */
  prices: v.optional(v.pipe(v.array(ownPrice), v.maxLength(500)), []),
  budgets: v.optional(budgets, {}),
  backup: v.optional(backup, {}),
  engine,
  database: v.optional(database, {}),
  shortcuts: v.optional(shortcuts, {}),
  alwaysOnAgent: v.optional(alwaysOnAgent, {}),
  /** Below this many free bytes the schema is not changed and recording is reported as degraded. */
  minFreeDiskBytes: v.optional(whole(settingBounds.minFreeDiskBytes), 1_000_000_000),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

/** Settings out of untrusted JSON; the problem names the key and what was expected. */
export function parseSettings(input: unknown): Result<Settings, string> {
  const parsed = v.safeParse(settingsSchema, input);
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  return fail(`${v.getDotPath(issue) ?? 'settings'}: ${issue.message}`);
}

/** The settings of a person who has changed nothing. */
export function defaultSettings(): Settings {
  return v.parse(settingsSchema, {});
}
