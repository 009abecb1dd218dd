import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { type IncomingResponse, neutralFailure, TransportError } from "@/lib/core/transport";
import { exampleLists } from "@/lib/desk/testing/graphs";
import type { TicketGraph } from "@/lib/desk/ticket";
import type { Auth } from "@/lib/wire/auth/kinds";
import { keptBodyBytes, makeAttempt } from "./attempt";
import { mapResponse } from "./response-mapping";
import { type RetryPolicy, standardDelays, standardRetry } from "./retry-policy";
import { decideSettlement, type Facts } from "./settle";
import { sampleClaim, sampleConfig, sampleGraph } from "./testing/samples";
import type { Landing } from "./write-back";

const clock = fixedClock("2025-05-01T08:00:00Z");
const none: Auth = { type: "none" };
const reply = (status: number, body = "", headers: Record<string, string> = {}): IncomingResponse => ({
  ...{ status, body, headers, timing: { totalMs: 12.4 }, remoteAddress: "192.0.2.1" },
});
const attempt = (answer: IncomingResponse | Error, auth: Auth = none, claim = sampleClaim()) =>
  makeAttempt(
    claim,
    auth,
    async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    },
    clock,
  );

describe("attempt", () => {
  test("2xx succeeds, everything else fails with a reason", async () => {
    expect((await attempt(reply(204))).attempt).toMatchObject({
      outcome: "succeeded",
      error: null,
      durationMs: 12,
      remoteAddress: "192.0.2.1",
    });
    for (const status of [199, 300, 302, 400, 500])
      expect((await attempt(reply(status))).attempt).toMatchObject({
        outcome: "failed",
        error: { kind: "status" },
        response: { status },
      });
    const dead = new TransportError("refused", "p refused", { remoteAddress: "192.0.2.2", timing: { totalMs: 3 } });
    expect(await attempt(dead)).toMatchObject({
      reply: undefined,
      attempt: { outcome: "failed", response: null, error: { kind: "refused", message: "p refused" }, durationMs: 3 },
    });
  });

  test("secrets are masked in what is kept and in what response mapping reads, even when the partner echoes them", async () => {
    const auth: Auth = { type: "basic", username: "desk", password: "hunter22" };
    const { attempt: made, reply: whole } = await attempt(
      reply(200, `you sent ${btoa("desk:hunter22")} and hunter22`, { "x-echo": "hunter22" }),
      auth,
    );
    expect(JSON.stringify(made)).not.toMatch(/hunter22|ZGVzazpodW50ZXIyMg/);
    expect(made.sentHeaders).toEqual({ accept: "text/html", authorization: "Basic ••••••" });
    expect(whole?.body).not.toMatch(/hunter22|ZGVzazpodW50ZXIyMg/);
  });

  test("the body kept is cut between characters", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), async (shift) => {
        const body = "x".repeat(shift) + "😀é".repeat(20_000);
        const { response } = (await attempt(reply(200, body))).attempt;
        expect(response).toMatchObject({ isTruncated: true, bodyBytes: shift + 120_000 });
        expect(body.startsWith(response?.body ?? "!")).toBe(true);
        expect(Buffer.byteLength(response?.body ?? "")).toBeGreaterThan(keptBodyBytes - 6);
        expect(response?.body.isWellFormed()).toBe(true);
      }),
      { numRuns: 8 },
    );
    expect((await attempt(reply(200, "a\0b"))).attempt.response).toMatchObject({
      body: "a\ufffdb",
      isTruncated: false,
    });
  });
});

const landingOf = (graph: TicketGraph): Landing => ({ graph, lists: exampleLists, people: [], since: [] });
const filled = [{ path: "result.number", formId: 2, fieldId: 1 }];

describe("response mapping", () => {
  const map = (body: string, config = {}) =>
    mapResponse(sampleConfig({ responseFields: filled, ...config }), sampleGraph(), reply(200, body));
  test("the vendor's example: result.number lands in Integration › VivantioTestID", () => {
    expect(map('{"result":{"number":"INC0012345"}}')).toEqual({ forms: { 2: [{ 1: "INC0012345" }] }, notes: [] });
  });
  test("what is missing, unreadable or unfit leaves the field alone and says so", () => {
    expect(map('{"result":{}}')).toEqual({
      forms: {},
      notes: ["“result.number” is not in the reply; “Integration › VivantioTestID” was left as it was."],
    });
    expect(map("<html>").notes[0]).toContain("not valid JSON");
    expect(map('{"a":"x"}', { responseFields: [{ path: "a", formId: 2, fieldId: 5 }] }).notes[0]).toContain(
      "needs a number",
    );
    expect(map("{}", { responseFields: [{ path: "a", formId: 9, fieldId: 1 }] }).notes[0]).toContain("form is gone");
  });
  test("XML by element path, HTML by selector; what can't be is said", () => {
    const at = (path: string) => [{ path, formId: 2, fieldId: 1 }];
    const xml = '<r><n id="7">INC1</n></r>';
    const inXml = (path: string) => map(xml, { responseContentType: "application/xml", responseFields: at(path) });
    expect(inXml("r.n").forms).toEqual({ 2: [expect.objectContaining({ 1: "INC1" })] });
    expect(inXml("r.n.@id").forms).toEqual({ 2: [expect.objectContaining({ 1: "7" })] });
    expect(inXml("r.m").notes[0]).toContain("is not in the reply");
    expect(inXml("/r/n").notes[0]).toMatch(/This is not a path\. Write .*@id\. “.*” was left as it was\.$/);
    expect(map("<r>", { responseContentType: "application/xml", responseFields: at("r") }).notes[0]).toContain(
      "line 1, column 4: <r> of line 1 is never closed. No field was filled.",
    );
    const inHtml = (html: string) => map(html, { responseContentType: "text/html", responseFields: at("#ref") });
    expect(inHtml('<p id="ref"> INC1 </p>').forms).toEqual({ 2: [expect.objectContaining({ 1: "INC1" })] });
    expect(inHtml("<b>".repeat(600)).notes[0]).toContain("nested more than 512 levels deep");
  });

  test("a multi-line form: the first row, the others stay; html as a whole", () => {
    const responseFields = [{ path: "a", formId: 1, fieldId: 1 }];
    expect(map('{"a":"NEW"}', { responseFields }).forms).toEqual({
      1: [
        { 1: "NEW", 2: "2025-04-23" },
        { 1: "FH6354", 2: "2025-04-30" },
      ],
    });
    expect(
      map("INC1", { responseContentType: "text/html", responseFields: [{ path: "$", formId: 2, fieldId: 1 }] }).forms,
    ).toEqual({ 2: [{ 1: "INC1" }] });
  });
  test("any reply is survived", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (body) => {
        map(body);
      }),
    );
  });
});

describe("settlement", () => {
  const settle = async (answer: IncomingResponse | Error, facts: Partial<Facts> = {}, claim = sampleClaim()) => {
    const made = await attempt(answer, none, claim);
    return decideSettlement(
      claim,
      made.attempt,
      made.reply,
      { config: sampleConfig(), ...facts },
      clock.now(),
      () => 0.5,
    );
  };

  test("success with fields: one entry that names them, guarded by the ticket's version", async () => {
    const config = sampleConfig({ responseFields: filled });
    const {
      status,
      change,
      attempt: made,
    } = await settle(reply(201, '{"result":{"number":"INC1"}}'), { config, landing: landingOf(sampleGraph()) });
    expect([status, made.notes]).toEqual(["succeeded", []]);
    expect(change).toMatchObject({
      expectedVersion: 3,
      forms: { 2: [{ 1: "INC1" }] },
      history: [
        {
          kind: "webhook.succeeded",
          origin: "delivery",
          summary: "“Send to partner” succeeded (201) and filled Integration › VivantioTestID",
          cause: { deliveryId: "dlv_1", depth: 1 },
        },
      ],
    });
    expect(change?.history[0]?.changes).toHaveLength(1);
  });

  test("success without difference or without fields: history only, no version", async () => {
    const same = sampleGraph({ forms: { 2: [{ 1: "INC1" }] } });
    for (const facts of [{}, { config: sampleConfig({ responseFields: filled }), landing: landingOf(same) }]) {
      const { change } = await settle(reply(200, '{"result":{"number":"INC1"}}'), facts);
      expect([change?.expectedVersion, change?.forms, change?.history[0]?.changes]).toEqual([undefined, undefined, []]);
    }
  });

  test("failures: the whole schedule, history on the first and the last only, never the network's details", async () => {
    const dead = new TransportError("refused", "10.0.0.9:5432 refused the connection.");
    const written: number[] = [];
    for (let attemptNumber = 1; attemptNumber <= 10; attemptNumber++) {
      const settled = await settle(dead, {}, sampleClaim({ attemptNumber }));
      expect(settled.status).toBe(attemptNumber < 10 ? "pending" : "failed");
      const wait = standardDelays[attemptNumber - 1];
      expect(settled.nextAttemptAt?.getTime()).toBe(wait && clock.now().getTime() + wait * 1050);
      if (settled.change) written.push(attemptNumber);
      expect(JSON.stringify(settled.change ?? {})).not.toContain("10.0.0.9");
    }
    expect(written).toEqual([1, 10]);
    expect((await settle(dead)).change?.history[0]?.summary).toBe(
      `“Send to partner” failed. ${neutralFailure} It will be tried again.`,
    );
  });

  test("the webhook's own policy decides, and the attempt says why", async () => {
    const policy = (changed: Partial<RetryPolicy>) => ({
      config: sampleConfig({ retry: { ...standardRetry, ...changed } }),
    });
    expect(await settle(reply(500), policy({ schedule: "once" }))).toMatchObject({
      status: "failed",
      attempt: { notes: ["Not tried again: this webhook makes one attempt only."] },
      change: { history: [{ summary: "“Send to partner” failed. The partner answered 500." }] },
    });
    const own = policy({ schedule: "custom", delaysSeconds: [60], stopOn: [{ on: "status", from: 400, to: 499 }] });
    const settled = await settle(reply(500), own);
    expect([settled.status, settled.attempt.notes]).toEqual(["pending", []]);
    expect(settled.nextAttemptAt?.getTime()).toBe(clock.now().getTime() + 63_000);
    expect((await settle(reply(404), own)).attempt.notes).toEqual([
      "Not tried again: the partner answered 404, at which this webhook stops.",
    ]);
    const gone = await settle(reply(410), { config: undefined });
    expect([gone.status, gone.attempt.notes]).toEqual(["failed", ["Not tried again: the partner answered 410 Gone."]]);
  });

  test("a partner that asks for time gets it, and failure actions wait for the end", async () => {
    const config = sampleConfig({
      responseActions: { success: [], failure: [{ type: "add_note", body: "Call them", visibility: "private" }] },
    });
    const landing = landingOf(sampleGraph());
    const busy = await settle(reply(503, "", { "retry-after": "3600" }), { config, landing });
    expect(busy.isFree).toBe(true);
    expect([busy.status, busy.attempt.notes, busy.change?.messages]).toEqual([
      "pending",
      ["Tried again in 1 h because the partner asked for it (Retry-After).", "It costs no attempt of the schedule."],
      undefined,
    ]);
    expect(busy.nextAttemptAt?.getTime()).toBeGreaterThanOrEqual(clock.now().getTime() + 3_600_000);
    const gone = await settle(reply(410), { config, landing });
    expect([gone.status, gone.change?.messages?.length]).toEqual(["failed", 1]);
    const claim = sampleClaim({ attemptNumber: 3 });
    expect((await settle(reply(410), { config, landing }, claim)).change?.messages).toHaveLength(1);
  });

  test("a redelivery asked for by a person is one attempt; a hopeless one is the last", async () => {
    expect(await settle(reply(500), {}, sampleClaim({ kind: "manual", attemptNumber: 2 }))).toMatchObject({
      status: "failed",
      nextAttemptAt: null,
    });
    expect(await settle(reply(500), { isHopeless: true })).toMatchObject({ status: "failed" });
  });
});
