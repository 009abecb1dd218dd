const here = "http://here.invalid";

/**
 * A path of this site, as a browser would read it, for going back to after signing in; `/` for anything else. Browsers drop tabs and
 * line breaks and resolve dots before they look for a host, so the text is judged by what comes of it.
 */
export function localPath(text: string | undefined): string {
  if (!text?.startsWith("/") || !URL.canParse(text, here)) return "/";
  const { origin, pathname, search, hash } = new URL(text, here);
  return origin === here && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}
