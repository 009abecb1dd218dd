import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChallenges } from "./challenges";

const plain = (header: string) =>
  parseChallenges(header).map((challenge) => ({ ...challenge, params: { ...challenge.params } }));

test.each<[string, object[]]>([
  ["", []],
  ["NTLM", [{ scheme: "ntlm", params: {} }]],
  [
    "Negotiate, NTLM",
    [
      { scheme: "negotiate", params: {} },
      { scheme: "ntlm", params: {} },
    ],
  ],
  ["ntlm TlRMTVNTUAAC+/8==", [{ scheme: "ntlm", token: "TlRMTVNTUAAC+/8==", params: {} }]],
  ['Basic realm="a, b=\\"c\\""', [{ scheme: "basic", params: { realm: 'a, b="c"' } }]],
  ["Digest realm=x , nonce = y", [{ scheme: "digest", params: { realm: "x", nonce: "y" } }]],
  [
    'Digest Realm="a", qop="auth,auth-int", Digest realm="b", algorithm=SHA-256, NTLM abc=, Basic realm=""',
    [
      { scheme: "digest", params: { realm: "a", qop: "auth,auth-int" } },
      { scheme: "digest", params: { realm: "b", algorithm: "SHA-256" } },
      { scheme: "ntlm", token: "abc=", params: {} },
      { scheme: "basic", params: { realm: "" } },
    ],
  ],
  [
    ', , "x" Digest __proto__="y", realm="open',
    [
      { scheme: "x", params: {} },
      { scheme: "digest", params: { ["__proto__"]: "y", realm: "" } },
      { scheme: "open", params: {} },
    ],
  ],
])("%s", (header, challenges) => {
  expect(plain(header)).toEqual(challenges);
});

test("no text makes it throw or hang", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("a", "=", '"', "\\", ",", " ", "/"), maxLength: 200 }), (header) => {
      parseChallenges(header);
    }),
    { numRuns: 2000 },
  );
  const started = performance.now();
  for (const part of ["a ", 'a="', "a=", '"', "\\", 'a="\\'] as const) parseChallenges(`x ${part.repeat(16_000)}`);
  expect(performance.now() - started).toBeLessThan(1_000);
});
