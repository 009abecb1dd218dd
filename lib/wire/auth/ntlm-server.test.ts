import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { authenticateMessage, negotiateMessage, readChallenge } from "./ntlm-message";
import { type NtlmSession, ntlmStep } from "./ntlm-server";

const now = new Date("2026-11-21T10:00:00Z");
const account = { user: "Ann", password: "p:ä" };
const header = (message: Buffer) => `NTLM ${message.toString("base64")}`;
const opening = header(negotiateMessage());

/** A whole handshake with our own client, which Apache accepts (apache.test.ts). */
function handshake(username: string, password: string, bend = (message: Buffer) => message) {
  const first = ntlmStep(undefined, opening, account, now);
  const challenge = readChallenge(Buffer.from(first.wwwAuthenticate?.slice(5) ?? "", "base64"));
  if (!challenge) throw new Error("no challenge");
  const answer = { username, password, domain: "DESK", clientChallenge: Buffer.alloc(8, 7), now };
  const message = bend(authenticateMessage(negotiateMessage(), challenge, answer));
  return ntlmStep(first.session, header(message), account, now);
}

test("the right password gets in, and its connection stays in", () => {
  const { isIn, session } = handshake("ann", "p:ä");
  expect(isIn).toBe(true);
  expect(ntlmStep(session, undefined, account, now).isIn).toBe(true);
});

const withOtherVersion = (message: Buffer) => {
  message.write("x", 64);
  return message;
};

describe("nobody else gets in", () => {
  test.each<[string, () => { isIn: boolean }]>([
    ["a wrong password", () => handshake("Ann", "p")],
    ["another user", () => handshake("Bob", "p:ä")],
    ["a message whose MIC does not fit", () => handshake("Ann", "p:ä", withOtherVersion)],
    ["a message cut short", () => handshake("Ann", "p:ä", (message) => message.subarray(0, 80))],
    ["no header", () => ntlmStep(undefined, undefined, account, now)],
    [
      "an answer to no challenge",
      () => ntlmStep(undefined, header(Buffer.from("NTLMSSP\0\x03\0\0\0", "latin1")), account, now),
    ],
  ])("%s", (_, step) => expect(step()).toMatchObject({ isIn: false, wwwAuthenticate: "NTLM" }));

  test("an answer used twice", () => {
    let sent = Buffer.alloc(0);
    handshake("Ann", "p:ä", (message) => {
      sent = Buffer.from(message);
      return message;
    });
    const { session } = ntlmStep(undefined, opening, account, now);
    expect(ntlmStep(session, header(sent), account, now).isIn).toBe(false);
  });

  test("garbage, whatever it looks like", () => {
    const { session } = ntlmStep(undefined, opening, account, now);
    const start = Buffer.from("NTLMSSP\0\x03\0\0\0", "latin1");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const sessions: NtlmSession[] = [undefined, session];
        return sessions.every((one) => !ntlmStep(one, header(Buffer.concat([start, bytes])), account, now).isIn);
      }),
    );
  });

  test("without an account nobody at all", () => {
    const { session } = ntlmStep(undefined, opening, { user: "", password: "" }, now);
    expect(ntlmStep(session, opening, { user: "", password: "" }, now).isIn).toBe(false);
  });
});
