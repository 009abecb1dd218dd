/** A source with its cursor marked by `|`. */
export function marked(text: string): { source: string; offset: number } {
  const offset = text.indexOf("|");
  if (offset < 0) throw new Error(`no | in ${text}`);
  return { source: text.slice(0, offset) + text.slice(offset + 1), offset };
}
