import { PassThrough } from "node:stream";
import pino from "pino";
import { expect, test } from "vitest";
import type { Attempt } from "@/lib/delivery/delivery";
import { sampleClaim } from "@/lib/delivery/testing/samples";
import { logAttempt } from "./log-attempt";

const claimed = sampleClaim({ id: "dlv_01a1ff5503c37966a719a5770a4c86be" });
const attempt: Attempt = {
  ...{ id: "att_01a1ff55035f7321bc77af38bf671f0d", deliveryId: claimed.id, number: 2, kind: "scheduled" },
  ...{ startedAt: new Date(), durationMs: 12, outcome: "failed", sentHeaders: { authorization: "Basic c2VjcmV0" } },
  response: { status: 500, headers: {}, body: "secret", bodyBytes: 6, isTruncated: false },
  ...{ error: { kind: "status", message: "secret" }, timing: null, remoteAddress: null, notes: ["secret"] },
  certificateExpiresAt: null,
};

test.each([
  ["info", "failed", 1],
  ["info", "succeeded", 0],
  ["debug", "succeeded", 1],
] as const)("at level %s an attempt that %s writes %i lines", (level, outcome, count) => {
  const out = new PassThrough();
  logAttempt(pino({ level }, out), { ...attempt, outcome }, claimed);
  const text = String(out.read() ?? "");
  expect(text.split("\n").filter(Boolean)).toHaveLength(count);
  expect(text).not.toMatch(/secret|c2VjcmV0/);
  if (count > 0)
    expect(JSON.parse(text)).toMatchObject({
      deliveryId: claimed.id,
      attempt: 2,
      status: 500,
      traceId: claimed.id.slice(4),
    });
});
