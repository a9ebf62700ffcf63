/** What must not leave this machine in a report, besides what can be told by its form. */
export interface Personal {
  /** Replaced first: it holds the others. */
  readonly dataDir: string;
  readonly homeDir: string;
  readonly userName: string;
  readonly hostName: string;
}

/** A name this short, such as `me`, is part of too many words. */
const shortestName = 3;

const forms: readonly (readonly [RegExp, string])[] = [
  // From the first word of a statement on nothing can be trusted to be a word of ours.
  [
    /\b(?:SELECT|INSERT INTO|ALTER TABLE|CREATE (?:TABLE|DATABASE|MATERIALIZED)|DELETE FROM|WITH \w+ AS)\b[\s\S]*$/i,
    '<SQL>',
  ],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s"')]+/gi, '<address>'],
  [/[^\s@"'<(]+@[\w-]+(?:\.[\w-]+)+/g, '<mail address>'],
  // Quotation marks stand round what is no word of ours.
  [/"[^"]*"|“[^”]*”|`[^`]*`/g, '<text>'],
  [/(?<=^|[\s=(,:'])~?\/(?:[^\s/,;)'"]+\/)+[^\s,;)'"]*/g, '<path>'],
  // What follows a blank in a path, and paths below some folder.
  [/[^\s,;()'"]+\/[^\s,;()'"]*\.\w{1,8}\b/g, '<path>'],
];

/** A sentence of the program without what may be personal in it: places, names, addresses, SQL, quoted text. */
export function cleanText(text: string, { dataDir, homeDir, userName, hostName }: Personal): string {
  const names = [userName, hostName].filter((name) => name.length >= shortestName);
  // The longer first: one may hold the other.
  names.sort((one, other) => other.length - one.length);
  const known = [
    ...[dataDir, homeDir].filter((path) => path.length > 1).map((path) => [pathPattern(path), '<path>'] as const),
    ...forms,
    ...names.map((name) => [new RegExp(escaped(name), 'gi'), '<name>'] as const),
  ];
  return known.reduce((cleaned, [pattern, by]) => cleaned.replace(pattern, by), text);
}

/** The path with whatever follows it up to the next blank. */
function pathPattern(path: string): RegExp {
  return new RegExp(`${escaped(path)}[^\\s,;)'"]*`, 'g');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
