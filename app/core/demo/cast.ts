/** Who and what appears in the demo data. Names of programs are real, everything said in them is invented and says so. */

export interface DemoApp {
  readonly name: string;
  readonly bundleId: string;
  readonly titles: readonly [string, ...string[]];
  /** Pages of a browser, as many as titles. */
  readonly urls?: readonly [string, ...string[]];
}

const apps = {
  editor: {
    name: 'Visual Studio Code',
    bundleId: 'com.microsoft.VSCode',
    titles: ['demo: router.ts, demo-project', 'demo: journal.cpp, demo-project', 'demo: README.md, demo-project'],
  },
  terminal: {
    name: 'Terminal',
    bundleId: 'com.apple.Terminal',
    titles: ['demo: npm test', 'demo: git log', 'demo: agent session'],
  },
  browser: {
    name: 'Safari',
    bundleId: 'com.apple.Safari',
    titles: ['demo: API reference', 'demo: issue tracker', 'demo: search results'],
    urls: ['https://docs.example.com/demo', 'https://issues.example.com/demo', 'https://search.example.com/demo'],
  },
  chat: {
    name: 'Slack',
    bundleId: 'com.tinyspeck.slackmacgap',
    titles: ['demo: #general', 'demo: #releases'],
  },
  mail: { name: 'Mail', bundleId: 'com.apple.mail', titles: ['demo: Inbox'] },
  meeting: { name: 'zoom.us', bundleId: 'us.zoom.xos', titles: ['demo: Weekly meeting'] },
  design: { name: 'Figma', bundleId: 'com.figma.Desktop', titles: ['demo: Menu bar icons'] },
  notes: { name: 'Notes', bundleId: 'com.apple.Notes', titles: ['demo: Ideas', 'demo: To do'] },
} as const satisfies Record<string, DemoApp>;

export interface DemoActivity {
  readonly weight: number;
  /** Median length of the whole activity, minutes. */
  readonly minutes: number;
  /** Median length of one look at a window, seconds. */
  readonly lookSeconds: number;
  readonly apps: readonly [{ weight: number; app: DemoApp }, ...{ weight: number; app: DemoApp }[]];
}

export const activities: readonly [DemoActivity, ...DemoActivity[]] = [
  {
    weight: 6,
    minutes: 45,
    lookSeconds: 100,
    apps: [
      { weight: 6, app: apps.editor },
      { weight: 4, app: apps.terminal },
      { weight: 2, app: apps.browser },
    ],
  },
  {
    weight: 2,
    minutes: 25,
    lookSeconds: 75,
    apps: [
      { weight: 6, app: apps.browser },
      { weight: 2, app: apps.notes },
      { weight: 1, app: apps.editor },
    ],
  },
  {
    weight: 2,
    minutes: 15,
    lookSeconds: 45,
    apps: [
      { weight: 4, app: apps.chat },
      { weight: 3, app: apps.mail },
      { weight: 1, app: apps.browser },
    ],
  },
  { weight: 1, minutes: 35, lookSeconds: 700, apps: [{ weight: 1, app: apps.meeting }] },
  {
    weight: 1,
    minutes: 30,
    lookSeconds: 180,
    apps: [
      { weight: 3, app: apps.design },
      { weight: 1, app: apps.notes },
    ],
  },
];

export interface DemoModel {
  readonly weight: number;
  readonly provider: string;
  readonly model: string;
  readonly source: string;
  /** US dollars per million tokens: input, output, cache read, cache write. Absent: nobody knows its price. */
  readonly usdPerMillion?: readonly [input: number, output: number, cacheRead: number, cacheWrite: number];
  readonly tokensPerSecond: number;
  readonly ttftMs: number;
  readonly failureRate: number;
  readonly caches: boolean;
  readonly reasons: boolean;
}

/** Prices are invented, close to what such models cost; a local model is free, which is not the same as unpriced. */
export const models: readonly [DemoModel, ...DemoModel[]] = [
  {
    weight: 10,
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    source: 'claude-code-otel',
    usdPerMillion: [3, 15, 0.3, 3.75],
    tokensPerSecond: 70,
    ttftMs: 900,
    failureRate: 0.02,
    caches: true,
    reasons: false,
  },
  {
    weight: 5,
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    source: 'claude-code-otel',
    usdPerMillion: [1, 5, 0.1, 1.25],
    tokensPerSecond: 140,
    ttftMs: 450,
    failureRate: 0.008,
    caches: true,
    reasons: false,
  },
  {
    weight: 4,
    provider: 'openai',
    model: 'gpt-5-mini',
    source: 'codex-otel',
    usdPerMillion: [0.25, 2, 0.025, 0.25],
    tokensPerSecond: 110,
    ttftMs: 1400,
    failureRate: 0.015,
    caches: true,
    reasons: true,
  },
  {
    weight: 2,
    provider: 'google',
    model: 'gemini-2.5-flash',
    source: 'gemini-otel',
    usdPerMillion: [0.3, 2.5, 0.03, 0.3],
    tokensPerSecond: 160,
    ttftMs: 600,
    failureRate: 0.03,
    caches: false,
    reasons: true,
  },
  {
    weight: 5,
    provider: 'mlx',
    model: 'Qwen3-8B-4bit',
    source: 'langgraph',
    usdPerMillion: [0, 0, 0, 0],
    tokensPerSecond: 45,
    ttftMs: 350,
    failureRate: 0.004,
    caches: false,
    reasons: false,
  },
  {
    weight: 1,
    provider: 'openai',
    model: 'demo-preview-model',
    source: 'codex-otel',
    tokensPerSecond: 60,
    ttftMs: 2000,
    failureRate: 0.06,
    caches: false,
    reasons: true,
  },
];

export interface DemoGraph {
  readonly weight: number;
  readonly name: string;
  readonly version: number;
  readonly nodes: readonly [string, ...string[]];
  /** The node that runs as several tasks at once. */
  readonly parallel?: string;
  /** The node that is a graph of its own, and the nodes of that. */
  readonly subgraph?: { readonly node: string; readonly first: string; readonly then: string };
}

export const graphs: readonly [DemoGraph, ...DemoGraph[]] = [
  {
    weight: 5,
    name: 'demo-coding-assist',
    version: 3,
    nodes: ['plan', 'search', 'edit', 'test', 'review'],
    parallel: 'search',
  },
  {
    weight: 3,
    name: 'demo-research-assist',
    version: 1,
    nodes: ['route', 'read', 'summarise'],
    parallel: 'read',
    subgraph: { node: 'read', first: 'fetch', then: 'digest' },
  },
  { weight: 2, name: 'demo-general-observe', version: 2, nodes: ['observe', 'note'] },
];

export interface DemoTool {
  readonly weight: number;
  readonly name: string;
  readonly mcpServer: string;
  readonly durationMs: number;
  readonly failureRate: number;
  readonly asksPermission: boolean;
  readonly failure: readonly [type: string, message: string];
}

export const tools: readonly [DemoTool, ...DemoTool[]] = [
  tool(8, 'Read', 12, 0.01, ['not_found', 'demo: no such file: src/missing.ts']),
  tool(6, 'Edit', 25, 0.03, ['no_match', 'demo: the text to replace occurs 0 times']),
  tool(7, 'Bash', 1800, 0.08, ['exit_code', 'demo: npm test ended with exit code 1'], true),
  tool(4, 'Grep', 60, 0.005, ['timeout', 'demo: search took longer than 10 s']),
  tool(2, 'WebFetch', 1500, 0.11, ['http_status', 'demo: https://docs.example.com answered 503'], true),
  { ...tool(1, 'list_issues', 700, 0.05, ['rate_limit', 'demo: try again in 30 s']), mcpServer: 'demo-tracker' },
];

function tool(
  weight: number,
  name: string,
  durationMs: number,
  failureRate: number,
  failure: readonly [string, string],
  asksPermission = false,
): DemoTool {
  return { weight, name, mcpServer: '', durationMs, failureRate, asksPermission, failure };
}
