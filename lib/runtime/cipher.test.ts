import fc from "fast-check";
import { expect, test } from "vitest";
import { createCipher } from "./cipher";

const cipher = createCipher(["a secret"]);

test("what is sealed opens in its place only", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (plain, here, there) => {
      const sealed = cipher.seal(plain, here);
      expect(cipher.open(sealed, here)).toBe(plain);
      if (here !== there) expect(() => cipher.open(sealed, there)).toThrow("does not open");
    }),
  );
});

test("a rotated key still opens what the old one sealed, and seals with the new one", () => {
  const rotated = createCipher(["new secret", "a secret"]);
  expect(rotated.open(cipher.seal("pw", "x"), "x")).toBe("pw");
  expect(rotated.keyId).not.toBe(cipher.keyId);
  expect(() => cipher.open(rotated.seal("pw", "x"), "x")).toThrow("HOOKDESK_SECRET");
});

test("a changed value is refused", () => {
  const sealed = cipher.seal("password", "x");
  expect(() => cipher.open(`${sealed.slice(0, -2)}AA`, "x")).toThrow("does not open");
});
