/**
 * Path and query a request asks for. Absolute form (RFC 9112 §3.2.2) counts as its path; undefined for what is no path, such as the
 * `*` of OPTIONS.
 */
export function pathOfTarget(target: string): string | undefined {
  if (target.startsWith("/")) return target;
  const rest = /^https?:\/\/[^/?#]*(.*)$/is.exec(target)?.[1];
  if (rest === undefined) return undefined;
  return rest.startsWith("/") ? rest : `/${rest}`;
}
