import { expect, test } from "vitest";
import { loggedRequest, loggedText } from "./call-log";

const key = "k3y/with+odd=chars_and-more";
const logged = (request: Partial<Parameters<typeof loggedRequest>[0]>) =>
  JSON.stringify(loggedRequest({ headers: {}, query: "", body: "", ...request }, key));

test("the access key is nowhere", () => {
  const encoded = encodeURIComponent(key);
  const everywhere = [
    logged({ headers: { "x-access-key": key, cookie: "a=b", "x-echo": `it is ${key}`, "user-agent": "curl" } }),
    logged({ query: `accessKey=${encoded}&x=1` }),
    // Spelled another way, the value no longer looks like the key.
    logged({ query: `x=1&%61ccessKey=${encoded.replace("k", "%6B")}` }),
    logged({ query: `other=${encoded}` }),
    logged({ body: `{"key": ${JSON.stringify(key)}, "url": "https://x/?accessKey=${encoded}"}` }),
    loggedText(`You sent ${key}`, key),
  ];
  for (const text of everywhere) {
    expect(text).not.toContain(key);
    expect(text).not.toContain(encoded);
    expect(text).not.toContain("with%2Bodd");
  }
  expect(everywhere[0]).toContain("curl");
  expect(everywhere[1]).toContain("x=1");
});

test("what the front door adds is left out, what databases can't keep is replaced, long text is cut", () => {
  expect(logged({ headers: { "x-hookdesk-address": "1.2.3.4" } })).not.toContain("1.2.3.4");
  const { body, isTruncated } = loggedRequest({ headers: {}, query: "", body: `\0\ud800${"x".repeat(70_000)}` }, key);
  expect(body.isWellFormed()).toBe(true);
  expect(body).not.toContain("\0");
  expect(body).toHaveLength(65_536);
  expect(isTruncated).toBe(true);
});
