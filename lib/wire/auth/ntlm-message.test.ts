import { describe, expect, test } from "vitest";
import {
  authenticateMessage,
  channelBindings,
  type NtlmAnswer,
  negotiateMessage,
  ntlmResponse,
  readChallenge,
  responseKey,
} from "./ntlm-message";

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ""), "hex");

// MS-NLMP 4.2.4.3: CHALLENGE_MESSAGE of the NTLMv2 example.
const example = hex(`4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
  2400240044000000 060070170000000f 530065007200760065007200
  02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`);

// MS-NLMP 4.2.1 and 4.2.4: the time is zero in FILETIME's counting.
const answer: NtlmAnswer = {
  username: "User",
  domain: "Domain",
  password: "Password",
  workstation: "COMPUTER",
  clientChallenge: Buffer.alloc(8, 0xaa),
  now: new Date(-11_644_473_600_000),
};

/** The challenge with more pairs of target information before the end mark. */
function challengeWith(...pairs: [id: number, value: Buffer][]) {
  const parts = pairs.map(([id, value]) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  });
  const raw = Buffer.concat([example.subarray(0, -4), ...parts, Buffer.alloc(4)]);
  raw.writeUInt16LE(raw.length - 0x44, 40);
  const challenge = readChallenge(raw);
  if (!challenge) throw new Error("The challenge is unreadable.");
  return challenge;
}

/** What the message's descriptor at `at` points to. */
const payload = (message: Buffer, at: number) =>
  message.subarray(message.readUInt32LE(at + 4), message.readUInt32LE(at + 4) + message.readUInt16LE(at));

/** The pairs the answer sends back, by id. */
function pairsOf(message: Buffer): Map<number, Buffer> {
  const info = payload(message, 20).subarray(16 + 28);
  const found = new Map<number, Buffer>();
  for (let at = 0; info.readUInt16LE(at) !== 0; at += 4 + info.readUInt16LE(at + 2))
    found.set(info.readUInt16LE(at), info.subarray(at + 4, at + 4 + info.readUInt16LE(at + 2)));
  return found;
}

describe("the published example (MS-NLMP 4.2.4)", () => {
  const challenge = challengeWith();

  test("the key, the responses and the session key", () => {
    expect(responseKey("User", "Domain", "Password")).toEqual(hex("0c868a403bfd7a93a3001ef22ef02e3f"));
    const made = ntlmResponse(challenge, answer);
    expect(made.lm).toEqual(hex("86c35097ac9cec102554764a57cccc19 aaaaaaaaaaaaaaaa"));
    expect(made.proof).toEqual(hex("68cd0ab851e51c96aabc927bebef6a1c"));
    expect(made.sessionKey).toEqual(hex("8de40ccadbc14a82f15cb0ad0de95ca3"));
    expect(made.nt.subarray(16)).toEqual(
      hex(`0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000
        02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000 00000000`),
    );
  });

  test("the message carries them in their places", () => {
    const message = authenticateMessage(negotiateMessage(), challenge, answer);
    expect(message.subarray(0, 12)).toEqual(hex("4e544c4d53535000 03000000"));
    expect(payload(message, 12)).toEqual(ntlmResponse(challenge, answer).lm);
    expect(payload(message, 20)).toEqual(ntlmResponse(challenge, answer).nt);
    expect([28, 36, 44].map((at) => payload(message, at).toString("utf16le"))).toEqual(["Domain", "User", "COMPUTER"]);
    expect(payload(message, 52)).toHaveLength(0);
    // Nobody checks a MIC without a time.
    expect(message.subarray(72, 88)).toEqual(Buffer.alloc(16));
  });
});

describe("a server that sends its time", () => {
  const time = hex("0090d336b734c301");

  test("gets it back, no LMv2 response, and a MIC over the three messages", () => {
    const [first, challenge] = [negotiateMessage(), challengeWith([7, time])];
    const message = authenticateMessage(first, challenge, answer);
    expect(payload(message, 12)).toEqual(Buffer.alloc(24));
    expect(payload(message, 20).subarray(24, 32)).toEqual(time);
    expect(pairsOf(message).get(6)).toEqual(hex("02000000"));
    const mic = Buffer.from(message.subarray(72, 88));
    expect(mic).not.toEqual(Buffer.alloc(16));
    const other = authenticateMessage(Buffer.concat([first, Buffer.alloc(1)]), challenge, answer);
    expect(other.subarray(72, 88)).not.toEqual(mic);
  });

  test("keeps its other flags", () => {
    const message = authenticateMessage(negotiateMessage(), challengeWith([6, hex("04000000")], [7, time]), answer);
    expect(pairsOf(message).get(6)).toEqual(hex("06000000"));
  });

  test("can tell for which server and TLS connection the answer was made", () => {
    const serverEndPoint = hex("E3CA49271E5089CC48CE82109F1324F41DBEDDC29A777410C738F7868C4FF405");
    const given = { ...answer, targetName: "HTTP/desk.test", serverEndPoint };
    const pairs = pairsOf(authenticateMessage(negotiateMessage(), challengeWith([7, time]), given));
    expect(pairs.get(9)?.toString("utf16le")).toBe("HTTP/desk.test");
    // As other implementations compute it for this certificate.
    expect(channelBindings(serverEndPoint)).toEqual(hex("6EA19DF066DA4622051F9C4F92C6DF74"));
    expect(pairs.get(10)).toEqual(hex("6EA19DF066DA4622051F9C4F92C6DF74"));
  });
});

test("user names are folded letter by letter", () => {
  expect(responseKey("jörg", "D", "p")).toEqual(responseKey("JÖRG", "D", "p"));
  expect(responseKey("groß", "D", "p")).not.toEqual(responseKey("GROSS", "D", "p"));
  expect(responseKey("a", "d", "p")).not.toEqual(responseKey("a", "D", "p"));
});

test("texts that are no challenge are told apart, whatever they claim", () => {
  const tooLong = Buffer.from(example);
  tooLong.writeUInt16LE(60_000, 40);
  const pairTooLong = Buffer.from(example);
  pairTooLong.writeUInt16LE(60_000, 0x44 + 2);
  for (const raw of [Buffer.alloc(0), example.subarray(0, 31), negotiateMessage(), tooLong])
    expect(readChallenge(raw)).toBeUndefined();
  expect(() => readChallenge(pairTooLong)).not.toThrow();
  // NT 3 sent no target information.
  expect(readChallenge(example.subarray(0, 32))).toMatchObject({ pairs: [] });
});
