import { expect, test } from "vitest";
import { check } from "@/lib/deluge/check/check";
import { palette, plainText } from "./palette-items";

const before = 'value = 1;\ncondition = true;\nlist = List();\ndata = Map();\nid = "1";\n';
const inLoop = /^(break|continue);$/;

test.each(palette.flatMap(({ items }) => items).map((item) => [item.label, item] as const))(
  "%s writes a script without errors",
  (_, { text, isStatement }) => {
    const written = isStatement ? plainText(text) : `x = ${plainText(text)};`;
    const whole = inLoop.test(written) ? `for each item in list\n{\n${written}\n}` : written;
    const { diagnostics } = check(before + whole, { hasTask: (path) => path.startsWith("zoho.sdp.") });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  },
);

test("labels are unique", () => {
  const labels = palette.flatMap(({ items }) => items.map(({ label }) => label));
  expect(new Set(labels).size).toBe(labels.length);
});
