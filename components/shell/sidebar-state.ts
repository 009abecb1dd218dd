export const sidebarCookie = "hookdesk_sidebar";

/** A cookie, so that the server draws the right width at once. */
export function rememberSidebar(collapsed: boolean) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${sidebarCookie}=${collapsed ? "collapsed" : "open"}; path=/; max-age=31536000; samesite=lax`;
}
