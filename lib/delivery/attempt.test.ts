import { expect, test } from "vitest";
import { fixedClock } from "@/lib/core/clock";
import { mask } from "@/lib/core/secrets";
import type { Transport } from "@/lib/core/transport";
import { makeAttempt } from "./attempt";
import type { ClaimedDelivery } from "./store";

const claimed: ClaimedDelivery = {
  id: "dlv_1",
  webhookId: "whk_1",
  webhookName: "Send",
  webhookVersion: 1,
  ticketId: 1,
  ticketVersion: 1,
  request: { method: "POST", url: "https://partner.test/", headers: {}, body: "{}", connectionId: "con_1" },
  cause: { depth: 0 },
  attemptNumber: 1,
  kind: "scheduled",
  lease: "lease",
};

/** A partner that repeats the credentials it was sent. */
const echo: Transport = async ({ headers }) => ({
  status: 200,
  headers: { "x-echo": headers.authorization ?? "" },
  body: JSON.stringify({ got: headers.authorization, password: "correct horse" }),
  timing: { totalMs: 1 },
});

test("a secret the partner echoes is masked in the record and in what response mapping reads", async () => {
  const auth = { type: "basic", username: "annie", password: "correct horse" } as const;
  const { attempt, reply } = await makeAttempt(claimed, auth, echo, fixedClock("2026-11-21T12:00:00Z"));
  expect(attempt.outcome).toBe("succeeded");
  expect(JSON.parse(reply?.body ?? "")).toMatchObject({ password: mask });
  const everything = JSON.stringify([attempt, reply?.body]);
  expect(everything).not.toContain("correct horse");
  expect(everything).not.toContain(btoa("annie:correct horse"));
});
