/** Names that are written otherwise than they are spelt. */
const ownNames: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  gemini: 'Gemini CLI',
  langgraph: 'LangGraph',
  opentelemetry: 'OpenTelemetry',
  otlp: 'OTLP receiver',
  socket: 'Unix socket',
  transcripts: 'Session files',
};

/** `screen-text` becomes `Screen text`: names of parts as a person reads them. */
export function formatPartName(name: string): string {
  const own = Object.hasOwn(ownNames, name) ? ownNames[name] : undefined;
  if (own !== undefined) return own;
  const words = name.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The first line of a message, spaces collapsed: what fits a row; the whole stands in its title. */
export function firstLine(message: string): string {
  const line = message.split(/\r?\n/).find((candidate) => candidate.trim() !== '') ?? '';
  return line.replace(/\s+/g, ' ').trim();
}
