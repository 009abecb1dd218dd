import type { NewMail, NewNotice } from "./notice";
import { isWanted, type NoticeSettings } from "./settings";

const longestSubject = 200;
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (char) => entities[char] ?? char);

/** One line, whatever the name of a webhook in it has. */
const subjectLine = (text: string) =>
  `Hookdesk: ${text}`
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .slice(0, longestSubject)
    .toWellFormed();

/** The mail that tells of a notice; undefined when nobody wants one. Without `consoleUrl` it has no link. */
export function mailOf(notice: NewNotice, settings: NoticeSettings, consoleUrl?: string): NewMail | undefined {
  if (settings.mailTo.length === 0 || !isWanted(settings, notice.kind)) return undefined;
  const link = consoleUrl && `${consoleUrl}${notice.href}`;
  const why = "You get this mail because your address stands in the settings of Hookdesk, under Notices.";
  const html = [
    `<p><strong>${escaped(notice.subject)}</strong></p>`,
    `<p>${escaped(notice.text).replaceAll("\n", "<br>")}</p>`,
    ...(link ? [`<p><a href="${escaped(link)}">See it in Hookdesk</a></p>`] : []),
    `<p><small>${why}</small></p>`,
  ];
  return {
    to: settings.mailTo,
    subject: subjectLine(notice.subject),
    text: [notice.text, ...(link ? [`See it in Hookdesk: ${link}`] : []), why].join("\n\n"),
    html: html.join("\n"),
    source: "notice",
  };
}
