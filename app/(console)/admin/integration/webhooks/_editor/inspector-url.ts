/** Where this process answers for itself, whatever stands in front of PUBLIC_URL. */
const ownHost = (host: string) => {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
};

// Paths the outgoing guard refuses on our own address, since proxies read them in more than one way.
const ambiguous = /[\\;]|%(2e|2f|5c|25)|\/\//i;

/** A bin's URL with path and query of the real one behind it; only the query where the path can't be kept. */
export function inspectorUrl({ host, port }: { host: string; port: number }, binId: string, url: string): string {
  const { pathname, search } = new URL(url);
  const path = pathname === "/" || ambiguous.test(pathname) ? "" : pathname;
  return `http://${ownHost(host)}:${port}/inspect/${binId}${path}${search}`;
}
