import type { Run } from "../builtins/builtin";
import { asMap } from "../values/convert";
import { fail } from "../values/errors";
import { textOf } from "../values/text";
import type { Value } from "../values/value";

export type Headers = [name: string, value: string][];

/** Headers of a map; a name or value that no request may carry is a ScriptError (spec/deluge.md §7). */
export function headersOf(given: Value | undefined, run: Run): Headers {
  if (given === undefined || given === null) return [];
  return [...asMap(given, run).entries].map(([key, value]) => {
    const name = textOf(key, run).trim();
    const text = (value === null ? "" : textOf(value, run)).trim();
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) fail(`'${name.slice(0, 60)}' can't be the name of a header`);
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(text))
      fail(`The header '${name}' has characters that no header may have`);
    return [name, text];
  });
}

export const headerNamed = (headers: readonly (readonly [string, string])[], name: string) =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1];

/** Sets a header unless the script did; a multipart type without its boundary gets it. */
export function withContentType(headers: Headers, type: string | null): Headers {
  if (type === null) return headers;
  const given = headerNamed(headers, "content-type");
  if (given === undefined) return [...headers, ["Content-Type", type]];
  const isUnbounded = type.startsWith("multipart/") && /^multipart\//i.test(given) && !/boundary=/i.test(given);
  if (!isUnbounded) return headers;
  return headers.map(([name, value]) => [name, name.toLowerCase() === "content-type" ? type : value]);
}
