import { expect, test } from "vitest";
import { completionsAt } from "@/lib/template/language";
import { acceptCompletion } from "./accept-completion";

const known = [
  { path: "ticket.displayid", label: "Display id", kind: "text" },
  { path: "ticket.title", label: "Title", kind: "text" },
];

/** Takes the first suggestion at the bar and draws the caret as a bar again. */
function take(marked: string): string {
  const offset = marked.indexOf("|^");
  const source = marked.replace("|^", "");
  const [item] = completionsAt(source, offset, known);
  if (!item) return "nothing offered";
  const { text, caret } = acceptCompletion(source, item);
  return `${text.slice(0, caret)}|^${text.slice(caret)}`;
}

test.each([
  ["{{|^", "{{ticket.displayid}}|^"],
  ["https://x/{{ticket.ti|^", "https://x/{{ticket.title}}|^"],
  ["{{ ticket.ti|^", "{{ ticket.title }}|^"],
  ["{{ticket.ti|^}}/b", "{{ticket.title}}|^/b"],
  ["{{ ticket.ti|^ }}/b", "{{ ticket.title }}|^/b"],
  ["{{title|^/{{ticket.title}}", "{{ticket.title}}|^/{{ticket.title}}"],
  ["{{ ticket.ti|^ | upper }}", "{{ ticket.title|^ | upper }}"],
  ["{{ ticket.title | upp|^ }}", "{{ ticket.title | upper|^ }}"],
  ["{% if ticket.ti|^ %}", "{% if ticket.title|^ %}"],
  ["plain|^", "nothing offered"],
])("%s becomes %s", (before, after) => {
  expect(take(before)).toBe(after);
});
