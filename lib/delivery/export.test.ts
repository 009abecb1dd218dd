import { describe, expect, test } from "vitest";
import { z } from "zod";
import { csvHead, csvLine } from "./csv";
import type { Attempt, Delivery } from "./delivery";
import { harEntry, harHead, harTail } from "./har";

const pair = z.strictObject({ name: z.string(), value: z.string() });
const size = z.number().int().min(-1);
const phase = z.number().min(-1);
/** HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec): required fields, and none that are not known, but `_` ones. */
const known = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape).refine((value) => Object.keys(value).every((key) => key in shape || key.startsWith("_")));
const har = z.strictObject({
  log: known({
    version: z.literal("1.2"),
    creator: known({ name: z.string(), version: z.string() }),
    pages: z.array(z.unknown()),
    entries: z.array(
      known({
        startedDateTime: z.iso.datetime(),
        time: z.number().min(0),
        request: known({
          method: z.string(),
          url: z.string(),
          httpVersion: z.string(),
          cookies: z.array(z.unknown()),
          headers: z.array(pair),
          queryString: z.array(pair),
          postData: known({ mimeType: z.string(), params: z.array(pair), text: z.string() }).optional(),
          headersSize: size,
          bodySize: size,
          comment: z.string().optional(),
        }),
        response: known({
          status: z.number().int(),
          statusText: z.string(),
          httpVersion: z.string(),
          cookies: z.array(z.unknown()),
          headers: z.array(pair),
          content: known({
            size,
            mimeType: z.string(),
            text: z.string().optional(),
            comment: z.string().optional(),
          }),
          redirectURL: z.string(),
          headersSize: size,
          bodySize: size,
        }),
        cache: z.strictObject({}),
        timings: known({
          blocked: phase,
          dns: phase,
          connect: phase,
          ssl: phase,
          send: phase.min(0),
          wait: phase.min(0),
          receive: phase.min(0),
        }),
        serverIPAddress: z.string().optional(),
        comment: z.string().optional(),
      }),
    ),
  }),
});

const delivery = {
  id: "dlv_1",
  webhookName: "Sync “A”",
  ticketDisplayId: "IN1",
  request: {
    method: "POST" as const,
    url: "https://p.example/a?x=1&x=%20",
    headers: { "content-type": "application/json" },
    body: '{"a":"é\\u0000"}',
    connectionId: "con_1",
  },
} satisfies Pick<Delivery, "id" | "webhookName" | "ticketDisplayId" | "request">;
const attempt: Attempt = {
  ...{ id: "att_1", deliveryId: "dlv_1", number: 2, kind: "manual", durationMs: 31, outcome: "succeeded", error: null },
  startedAt: new Date("2026-01-02T03:04:05.678Z"),
  sentHeaders: { "content-type": "application/json", authorization: "Basic ••••••" },
  response: { status: 201, headers: { "content-type": "text/html" }, body: "<p>", bodyBytes: 9, isTruncated: true },
  timing: { dnsMs: 1, connectMs: 3, tlsMs: 8, firstByteMs: 20, totalMs: 30.5 },
  remoteAddress: "192.0.2.1",
  certificateExpiresAt: null,
  notes: [],
};
const read = (...entries: unknown[]) =>
  har.parse(JSON.parse(harHead + entries.map((e) => JSON.stringify(e)) + harTail));

describe("HAR", () => {
  test("an attempt with all its phases, masked headers and body as it is kept", () => {
    const [entry] = read(harEntry(delivery, attempt)).log.entries;
    expect(entry?.time).toBe(30.5);
    expect(entry?.timings).toEqual({ blocked: -1, dns: 1, connect: 7, ssl: 5, send: 0, wait: 12, receive: 10.5 });
    expect(entry?.request.headers).toContainEqual({ name: "authorization", value: "Basic ••••••" });
    expect(entry?.request.queryString).toEqual([
      { name: "x", value: "1" },
      { name: "x", value: " " },
    ]);
    expect(entry?.request.postData?.text).toBe(delivery.request.body);
    expect(entry?.response.content).toMatchObject({
      size: 9,
      text: "<p>",
      comment: expect.stringContaining("beginning"),
    });
    expect(JSON.stringify(entry)).not.toContain("con_1");
  });

  test("a kept connection, no reply, no body, a URL that is none, bodies gone by retention", () => {
    const silent = {
      ...attempt,
      response: null,
      timing: null,
      error: { kind: "dns" as const, message: "No such host." },
    };
    const bare = {
      ...delivery,
      request: { ...delivery.request, url: "nonsense", body: null, isBodyRemoved: true as const },
    };
    const [one, two, three] = read(
      harEntry(delivery, { ...attempt, timing: { firstByteMs: 4, totalMs: 5 } }),
      harEntry(delivery, silent),
      harEntry(bare, attempt),
    ).log.entries;
    expect(one?.timings).toMatchObject({ dns: -1, connect: -1, ssl: -1, wait: 4, receive: 1 });
    expect(two?.response).toMatchObject({ status: 0, content: { size: 0 } });
    expect(two?.comment).toContain("No such host.");
    expect(three?.request).toMatchObject({
      queryString: [],
      bodySize: -1,
      comment: expect.stringContaining("retention"),
    });
    expect(read().log.entries).toEqual([]);
  });
});

describe("CSV", () => {
  test.each([
    [["a", 1, null, ""], "a,1,,\r\n"],
    [['say "hi", you', "two\nlines", "a\rb"], '"say ""hi"", you","two\nlines","a\rb"\r\n'],
    [["=1+1", "+1", "-1", "@x", "\tx", -1], "'=1+1,'+1,'-1,'@x,'\tx,-1\r\n"],
    [['=HYPERLINK("x","y")'], `"'=HYPERLINK(""x"",""y"")"\r\n`],
    [["\r=1"], `"'\r=1"\r\n`],
  ])("%j", (cells, line) => expect(csvLine(cells)).toBe(line));

  test("the first line names the columns", () => expect(csvHead).toMatch(/^Delivery,Created,Status,.*\r\n$/));
});
