/** One statement of a TOML file with its line break, or a blank or comment line. Joined, they are the file again. */
export interface TomlStatement {
  readonly kind: 'header' | 'pair' | 'trivia';
  readonly text: string;
}

/** Cuts a TOML text that parses into its statements. A pair may reach over many lines. */
export function tomlStatements(text: string): TomlStatement[] {
  const statements: TomlStatement[] = [];
  let at = 0;
  while (at < text.length) {
    const end = endOfStatement(text, at);
    const statement = text.slice(at, end);
    const content = statement.trim();
    const kind = content === '' || content.startsWith('#') ? 'trivia' : content.startsWith('[') ? 'header' : 'pair';
    statements.push({ kind, text: statement });
    at = end;
  }
  return statements;
}

/** The first line break outside strings, comments and brackets, or the end of the text. */
function endOfStatement(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at];
    if (character === '"' || character === "'") at = endOfString(text, at);
    else if (character === '#') at = endOfLine(text, at);
    else if (character === '\n' && depth === 0) return at + 1;
    else {
      if (character === '[' || character === '{') depth += 1;
      if (character === ']' || character === '}') depth -= 1;
      at += 1;
    }
  }
  return text.length;
}

/** Where the string that begins at `start` is over. Three quotes make a string of several lines. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  const triple = quote.repeat(3);
  const several = text.startsWith(triple, start);
  const close = several ? triple : quote;
  let at = start + close.length;
  while (at < text.length && !text.startsWith(close, at)) {
    // A backslash escapes in basic strings only.
    at += quote === '"' && text[at] === '\\' ? 2 : 1;
  }
  at += close.length;
  // Up to two quotes may stand before the closing three: """a""""" ends with the last of them.
  while (several && text[at] === quote) at += 1;
  return Math.min(at, text.length);
}

function endOfLine(text: string, start: number): number {
  const at = text.indexOf('\n', start);
  return at < 0 ? text.length : at;
}
