/** Where a captured request was sent to, as a URL: the bin's own for `/`. */
export const urlOfTarget = (binUrl: string, target: string): string => (target === "/" ? binUrl : binUrl + target);

/** The query of a target as it decodes, in order, repeated names and all. */
export function queryOf(target: string): [name: string, value: string][] {
  const at = target.indexOf("?");
  return at < 0 ? [] : [...new URLSearchParams(target.slice(at + 1))];
}

/** A first request to try a bin with. */
export const exampleCurl = (binUrl: string): string =>
  `curl ${binUrl} \\\n  -H 'content-type: application/json' \\\n  -d '{"hello": "world"}'`;
