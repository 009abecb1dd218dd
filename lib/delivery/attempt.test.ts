import { describe, expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import type { IncomingResponse, OutgoingRequest } from "@/lib/core/transport";
import type { Auth } from "@/lib/wire/auth/kinds";
import { makeAttempt } from "./attempt";
import type { StoredRequest } from "./delivery";
import { decideSettlement } from "./settle";
import { sampleClaim } from "./testing/samples";
import { spanIdOf } from "./trace-parent";

const now = new Date("2026-11-21T10:00:00Z");
const id = "dlv_0199a3c4d5e67f8091a2b3c4d5e6f708";

async function attempt(request: Partial<StoredRequest>, reply: Partial<IncomingResponse> = {}, auth?: Auth) {
  const sent: OutgoingRequest[] = [];
  const send = async (outgoing: OutgoingRequest) => {
    sent.push(outgoing);
    return { status: 200, headers: {}, body: "", timing: { totalMs: 1 }, ...reply };
  };
  const claim = sampleClaim({ id });
  const claimed = { ...claim, request: { ...claim.request, ...request } };
  const made = await makeAttempt(claimed, auth ?? { type: "none" }, send, fixedClock(now));
  return { ...made.attempt, sent };
}

describe("trace context", () => {
  test("each attempt carries its place in the delivery's trace, and shows it", async () => {
    const [first, second] = [await attempt({}), await attempt({})];
    for (const { id: attemptId, sentHeaders, sent } of [first, second]) {
      const traceparent = `00-${id.slice(4)}-${spanIdOf(attemptId)}-01`;
      expect(sentHeaders).toEqual({ accept: "text/html", traceparent });
      expect(sent[0]?.headers.traceparent).toBe(traceparent);
    }
    expect(first.sentHeaders).not.toEqual(second.sentHeaders);
  });

  test("it leaves signatures alone and is masked nowhere", async () => {
    const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;
    const { sentHeaders } = await attempt({}, {}, { type: "hmac", secret });
    expect(sentHeaders).toMatchObject({
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      "webhook-id": id,
      "webhook-signature": "••••••",
    });
  });

  test("a header the webhook sets itself wins, and the stored request stays as it is", async () => {
    const headers = { traceparent: "00-theirs" };
    expect((await attempt({ headers })).sentHeaders).toEqual({ traceparent: "00-theirs" });
    const untouched = { accept: "text/html" };
    await attempt({ headers: untouched });
    expect(untouched).toEqual({ accept: "text/html" });
  });
});

describe("redirects", () => {
  test("are followed for requests that were stored so, and told", async () => {
    const redirectedTo = ["https://b.test/x", "https://c.test/y"];
    const { sent, notes } = await attempt({ followRedirects: true }, { redirectedTo });
    expect(sent[0]?.followRedirects).toBe(true);
    expect(notes).toEqual(["Redirected to https://b.test/x, then to https://c.test/y."]);
    const plain = await attempt({});
    expect([plain.sent[0]?.followRedirects, plain.notes]).toEqual([undefined, []]);
  });

  test("a secret in an address is masked", async () => {
    const auth: Auth = { type: "bearer", token: "s3cret-token" };
    const { notes } = await attempt({ followRedirects: true }, { redirectedTo: ["https://b.test/s3cret-token"] }, auth);
    expect(notes).toEqual(["Redirected to https://b.test/••••••."]);
  });

  test("a redirect that is not followed fails and names the switch; one that leads nowhere is any other status", async () => {
    const headers = { location: "https://b.test/x?k=1" };
    expect((await attempt({}, { status: 302, headers })).error?.message).toBe(
      "The partner answered 302 and pointed elsewhere; redirects are off for this webhook. “Follow redirects” on its Delivery tab turns them on.",
    );
    expect((await attempt({}, { status: 304 })).error?.message).toBe(
      "The partner answered 304; only 2xx counts as success.",
    );
    expect((await attempt({ followRedirects: true }, { status: 300, headers })).error?.message).toBe(
      "The partner answered 300; only 2xx counts as success.",
    );
  });
});

describe("settling", () => {
  const made = async (status: number) => {
    const { sent: _, ...attempted } = await attempt({}, { status, redirectedTo: ["https://b.test/x"] });
    const reply = { status, headers: {}, body: "", timing: { totalMs: 1 } };
    const claimed = sampleClaim({ id, kind: "scheduled" });
    return decideSettlement(claimed, attempted, reply, { config: undefined }, now, () => 0).attempt.notes;
  };

  test("keeps the attempt's own notes before those of retries and fields", async () => {
    for (const status of [200, 410, 500]) expect((await made(status))[0]).toBe("Redirected to https://b.test/x.");
    expect((await made(200))[1]).toContain("no field was filled");
    expect((await made(410))[1]).toMatch(/^Not tried again: /);
  });
});

describe("the partner's certificate", () => {
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

  test.each([
    [31, []],
    [29, ["The partner's certificate runs out on 20 December 2026."]],
    [1, ["The partner's certificate runs out on 22 November 2026."]],
  ])("that is valid for %i more days", async (days, notes) => {
    const certificateExpiresAt = inDays(days);
    for (const status of [200, 500])
      expect(await attempt({}, { status, certificateExpiresAt })).toMatchObject({ certificateExpiresAt, notes });
  });

  test("is unknown without TLS", async () => {
    expect(await attempt({})).toMatchObject({ certificateExpiresAt: null, notes: [] });
  });
});
