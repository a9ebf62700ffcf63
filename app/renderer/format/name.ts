/** `screen-text` becomes `Screen text`: names of parts as a person reads them. */
export function formatPartName(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The first line of a message, spaces collapsed: what fits a row; the whole stands in its title. */
export function firstLine(message: string): string {
  const line = message.split(/\r?\n/).find((candidate) => candidate.trim() !== '') ?? '';
  return line.replace(/\s+/g, ' ').trim();
}
