/** Where the rendered text goes, which decides how every substituted value is escaped. */
export type TemplateContext = "text" | "url" | "header" | "json" | "xml" | "form";

/** Like TemplateContext, with JSON told apart by position: a value, inside a string, or all of a string (spec V2). */
export type Mode = Exclude<TemplateContext, "json"> | "json-value" | "json-string" | "json-whole";

const needsJsonEscape = /["\\\p{Cc}\p{Cs}]/u;

/** `text` as the inside of a JSON string literal, without the quotes. */
export const escapeJson = (text: string): string =>
  needsJsonEscape.test(text) ? JSON.stringify(text).slice(1, -1) : text;

/** Percent-encoding of one URL part; a broken surrogate becomes U+FFFD instead of an error. */
export const escapeUrl = (text: string): string => encodeURIComponent(text.toWellFormed());

const formExtra: Record<string, string> = { "%20": "+", "!": "%21", "'": "%27", "(": "%28", ")": "%29", "~": "%7E" };

/** One value as in `application/x-www-form-urlencoded`: space is `+`, only letters, digits and `*-._` stay. */
export const escapeForm = (text: string): string =>
  escapeUrl(text).replace(/%20|[!'()~]/g, (found) => formExtra[found] ?? found);

const xmlEntities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const illegalInXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Entities for markup characters; characters XML 1.0 forbids are dropped. */
export const escapeXml = (text: string): string =>
  text.replace(illegalInXml, "").replace(/[&<>"']/g, (found) => xmlEntities[found] ?? found);

/** Without control characters and line separators, so that one header can never become two. */
export const cleanHeader = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]/gu, "");
