/** One way the server asks for (RFC 9110 §11.6.1): a lower-case scheme with a token or with named values. */
export type Challenge = { scheme: string; token?: string; params: Record<string, string> };

const word = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const token68 = /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y;
const param = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/y;
const separator = /[\s,]*/y;

/** Takes a `WWW-Authenticate` value apart, also one joined from several headers. Unreadable parts are skipped. */
export function parseChallenges(header: string): Challenge[] {
  const found: Challenge[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match;
  };
  take(separator);
  while (at < header.length) {
    const last = found.at(-1);
    const named = last && last.token === undefined ? take(param) : null;
    if (last && named) {
      const name = (named[1] ?? "").toLowerCase();
      last.params[name] = named[2]?.replaceAll(/\\(.)/g, "$1") ?? named[3] ?? "";
    } else {
      const scheme = take(word)?.[0].toLowerCase();
      if (scheme === undefined) at++;
      else {
        const challenge: Challenge = { scheme, params: Object.create(null) as Record<string, string> };
        const isFollowed = /\s/.test(header[at] ?? "");
        if (isFollowed) {
          take(/\s*/y);
          const token = take(token68)?.[0];
          if (token !== undefined) challenge.token = token;
        }
        found.push(challenge);
      }
    }
    take(separator);
  }
  return found;
}
