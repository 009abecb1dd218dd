/** What a webhook may be told to expect (spec §4.2 no. 9), in the order of its list. Kept apart from the codecs: forms need only the names. */
export const responseContentTypes = [
  "application/json",
  "application/xml",
  "application/x-www-form-urlencoded",
  "text/html",
] as const;
export type ResponseContentType = (typeof responseContentTypes)[number];
