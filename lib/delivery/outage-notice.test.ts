import { expect, test } from "vitest";
import type { Outage } from "./gate";
import { outageNotice, recoveryNotice } from "./outage-notice";

const startedAt = new Date("2026-11-21T12:00:00Z");
const outage: Outage = {
  ...{ id: "out_1", queue: "whk_1 api.example", webhookId: "whk_1", webhookName: "Send to X", host: "api.example" },
  ...{ reason: "unreachable", startedAt, endedAt: null, lastError: "the partner did not answer in time" },
};

test("an outage says who, why, what becomes of the deliveries, and where to look", () => {
  const { subject, text, href } = outageNotice(outage);
  expect(subject).toBe("“Send to X” can't reach api.example");
  expect(text).toContain("The partner did not answer in time. Deliveries wait until api.example answers again");
  expect(href).toBe("/admin/integration/deliveries?webhookId=whk_1");
  const given = outageNotice({ ...outage, reason: "exhausted" });
  expect(given.subject).toBe("A delivery of “Send to X” has failed for good");
  expect(given.text).toContain("Correct the cause, then redeliver it");
  expect(outageNotice({ ...outage, host: "" }).subject).toBe("“Send to X” can't reach its address");
});

test("the end of it says how long it lasted", () => {
  const at = new Date(startedAt.getTime() + 125_000);
  expect(recoveryNotice(outage, at)).toMatchObject({
    kind: "recovery",
    at,
    text: "api.example answers again after 2 min 5 s. The deliveries that waited go out now.",
  });
  expect(recoveryNotice({ ...outage, reason: "exhausted" }, at).text).toContain("stay in the list");
});
