/** A count with its thousands set apart: `100,000`. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** A count with what is counted: `1 row`, `1,200 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
