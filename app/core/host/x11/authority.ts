/** One entry of an Xauthority file. `family` 256 is this machine by name, 65535 any machine. */
export interface AuthorityEntry {
  readonly family: number;
  readonly address: string;
  /** Display number as text; empty stands for every display. */
  readonly display: string;
  readonly name: string;
  readonly data: Buffer;
}

const familyLocal = 256;
const familyWild = 65_535;
const cookieName = 'MIT-MAGIC-COOKIE-1';

/** Entries of an Xauthority file, up to the first torn one. All numbers in it are big endian. */
export function parseAuthority(file: Buffer): AuthorityEntry[] {
  const entries: AuthorityEntry[] = [];
  let at = 0;
  const field = (): Buffer | undefined => {
    if (at + 2 > file.length) return undefined;
    const end = at + 2 + file.readUInt16BE(at);
    if (end > file.length) return undefined;
    const bytes = file.subarray(at + 2, end);
    at = end;
    return bytes;
  };
  while (at + 2 <= file.length) {
    const family = file.readUInt16BE(at);
    at += 2;
    const [address, display, name, data] = [field(), field(), field(), field()];
    if (address === undefined || display === undefined || name === undefined || data === undefined) break;
    entries.push({
      family,
      address: address.toString('latin1'),
      display: display.toString('latin1'),
      name: name.toString('latin1'),
      data,
    });
  }
  return entries;
}

/** The cookie for a display: the entry of this machine first, else any entry for that display number. */
export function chooseCookie(
  entries: readonly AuthorityEntry[],
  display: number,
  hostname: string,
): AuthorityEntry | undefined {
  const fitting = entries.filter(
    (entry) => entry.name === cookieName && (entry.display === '' || entry.display === String(display)),
  );
  return (
    fitting.find((entry) => entry.family === familyLocal && entry.address === hostname) ??
    fitting.find((entry) => entry.family === familyWild) ??
    fitting[0]
  );
}
