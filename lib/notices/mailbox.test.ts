import { expect, test } from "vitest";
import { mailAddress, parseMailbox } from "./mailbox";

test.each([
  ["desk@example.com", { name: "", address: "desk@example.com" }],
  [" desk@example.com ", { name: "", address: "desk@example.com" }],
  ["Help desk <desk@example.com>", { name: "Help desk", address: "desk@example.com" }],
  ['"Desk, Help" <desk@example.com>', { name: "Desk, Help", address: "desk@example.com" }],
  ["Zoë <zoe@example.com>", { name: "Zoë", address: "zoe@example.com" }],
])("%j is an address", (text, mailbox) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.each([
  "",
  "desk",
  "desk@",
  "a@example.com, b@example.com",
  "<a@example.com><b@example.com>",
  "Desk <a@example.com> x",
  "desk@example.com\r\nBcc: eve@example.com",
  "Desk\nX-Evil: 1 <desk@example.com>",
  "Desk\u2028<desk@example.com>",
  "desk@exa\0mple.com",
  `${"x".repeat(320)}@example.com`,
])("%j is none", (text) => {
  expect(parseMailbox(text)).toBeUndefined();
});

test("settings take addresses without a name", () => {
  expect(mailAddress.safeParse(" desk@example.com ")).toMatchObject({ success: true, data: "desk@example.com" });
  for (const text of ["Desk <desk@example.com>", "desk", "a@example.com\r\nb@example.com"])
    expect(mailAddress.safeParse(text).success, text).toBe(false);
});
