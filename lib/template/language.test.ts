import { expect, test } from "vitest";
import { completionsAt } from "./language";

const known = [
  { path: "ticket.id", label: "Ticket id", kind: "number" },
  { path: "ticket.displayid", label: "Display id", kind: "text" },
  { path: "ticket.Linked Assets", label: "Linked assets", kind: "form" },
  { path: "parameters.reference", label: "Reference", kind: "text" },
];
/** Suggestions at the | mark ‸ with the text each would replace. */
function at(marked: string): [string, string][] {
  const offset = marked.indexOf("‸");
  const source = marked.replace("‸", "");
  return completionsAt(source, offset, known).map(({ insert, replace }) => [
    insert,
    source.slice(replace.start, replace.end),
  ]);
}

test.each<[string, [string, string][]]>([
  ["plain tick‸", []],
  ["{{ticket.id}} tick‸", []],
  ["{{‸", known.map(({ path }) => [path, ""])],
  ["{{ param‸ }}", [["parameters.reference", "param"]]],
  ["{{ Ticket.Linked as‸ }}", [["ticket.Linked Assets", "Ticket.Linked as"]]],
  ["{{ ticket.d‸isplay }}", [["ticket.displayid", "ticket.display"]]],
  ["{{ refer‸", [["parameters.reference", "refer"]]],
  ["{{ ticket.id | upp‸ }}", [["upper", "upp"]]],
  ["{{ ticket.id | default(ticket.disp‸", [["ticket.displayid", "ticket.disp"]]],
  ['{{ ticket.id | default("tick‸', []],
  [
    "{% el‸ %}",
    [
      ["elseif", "el"],
      ["else", "el"],
    ],
  ],
  ["{% if ticket.id == 5 and ticket.disp‸ %}", [["ticket.displayid", "ticket.disp"]]],
  ["{% for row in ticket.lin‸ %}", [["ticket.Linked Assets", "ticket.lin"]]],
])("%s", (marked, expected) => expect(at(marked)).toEqual(expected));

test("filters come with their description", () => {
  const [first] = completionsAt("{{ a | low", 10, known);
  expect(first).toEqual({
    label: "lower",
    insert: "lower",
    detail: "All letters in lower case.",
    kind: "filter",
    replace: { start: 7, end: 10 },
  });
});
