/**
 * Values as a person typed them, as the settings in which ClickHouse takes them over HTTP. The client's own parameters
 * are values of JavaScript: it would escape the quotes of a list that is written as `['a', 'b']`.
 */
export function parameterSettings(sql: string, texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [`param_${name}`, isComposite(sql, name) ? text : escaped(text)]),
  );
}

/** A list, tuple or map is read in its own notation, with its own escapes; everything else like a field of TSV. */
function isComposite(sql: string, name: string): boolean {
  const types = [...sql.matchAll(/\{\s*(\w+)\s*:\s*(\w+)/g)].filter(([, placeholder]) => placeholder === name);
  return types.some(([, , type = '']) => /^(Array|Tuple|Map|Nested|Point|Ring|Polygon|MultiPolygon|QBit)$/.test(type));
}

function escaped(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}
