import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type DeliveryEvent,
  type DeliveryStatus,
  deliveryStatuses,
  isFinal,
  nextStatus,
  statusesBefore,
} from "./delivery";

const events: DeliveryEvent[] = [
  { type: "claim" },
  { type: "succeed" },
  { type: "fail", willRetry: true },
  { type: "fail", willRetry: false },
  { type: "interrupt" },
  { type: "redeliver" },
  { type: "cancel" },
  { type: "hold" },
  { type: "release" },
  { type: "supersede" },
];
const anyStatus = fc.constantFrom(...deliveryStatuses);
const anyEvent = fc.constantFrom(...events);

/** Where a delivery goes when events it can't take are refused. */
const after = (start: DeliveryStatus, sequence: DeliveryEvent[]) =>
  sequence.reduce((status, event) => nextStatus(status, event) ?? status, start);

test("no sequence of events leaves the closed set of statuses", () => {
  fc.assert(
    fc.property(anyStatus, fc.array(anyEvent, { maxLength: 50 }), (start, sequence) => {
      expect(deliveryStatuses).toContain(after(start, sequence));
    }),
  );
});

test("final statuses leave only by redeliver, and only to pending", () => {
  fc.assert(
    fc.property(anyStatus.filter(isFinal), anyEvent, (status, event) => {
      expect(nextStatus(status, event)).toBe(event.type === "redeliver" ? "pending" : undefined);
    }),
  );
});

test("statusesBefore names exactly the statuses an event may start from", () => {
  fc.assert(
    fc.property(anyStatus, anyEvent, (status, event) => {
      expect(statusesBefore(event).includes(status)).toBe(nextStatus(status, event) !== undefined);
    }),
  );
});

test("an attempt is under way only between claim and its outcome", () => {
  fc.assert(
    fc.property(anyStatus, anyEvent, (status, event) => {
      const next = nextStatus(status, event);
      if (next === "sending") expect([status, event.type]).toEqual(["pending", "claim"]);
      if (status === "sending" && next) expect(["succeed", "fail", "interrupt"]).toContain(event.type);
    }),
  );
});

test("what is held is not sent before a person decides", () => {
  const decisions = ["release", "cancel", "supersede"];
  const undecided = fc.constantFrom(...events.filter(({ type }) => !decisions.includes(type)));
  fc.assert(
    fc.property(fc.array(undecided, { maxLength: 50 }), (sequence) => {
      expect(after("held", sequence)).toBe("held");
    }),
  );
});

test("every status can be reached from pending, and from every status a delivery can be brought to an end", () => {
  const reachable = (start: DeliveryStatus) => {
    const found = new Set([start]);
    for (const status of found) for (const event of events) found.add(nextStatus(status, event) ?? status);
    return found;
  };
  expect(reachable("pending")).toEqual(new Set(deliveryStatuses));
  for (const status of deliveryStatuses) expect(reachable(status)).toContain("succeeded");
});

test("the table, spelled out", () => {
  const table = Object.fromEntries(
    events.map((event) => [
      event.type === "fail" ? `fail ${event.willRetry ? "and retry" : "for good"}` : event.type,
      statusesBefore(event).map((status) => `${status} → ${nextStatus(status, event)}`),
    ]),
  );
  expect(table).toEqual({
    claim: ["pending → sending"],
    succeed: ["sending → succeeded"],
    "fail and retry": ["sending → pending"],
    "fail for good": ["sending → failed"],
    interrupt: ["sending → pending"],
    redeliver: [
      "pending → pending",
      "succeeded → pending",
      "failed → pending",
      "cancelled → pending",
      "superseded → pending",
    ],
    cancel: ["pending → cancelled", "held → cancelled"],
    hold: ["pending → held"],
    release: ["held → pending"],
    supersede: ["pending → superseded", "held → superseded"],
  });
});
