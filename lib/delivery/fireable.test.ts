import { expect, test } from "vitest";
import { anyTicket, type ConditionGroup } from "@/lib/rules/condition";
import { notSelected, whyNotFireable } from "./fireable";
import { sampleGraph } from "./testing/samples";

const now = new Date("2025-05-01T08:00:00Z");
const webhook = { isEnabled: true, ticketTypeId: 1, roleIds: ["rol_1"], config: { conditions: anyTicket } };
const titled = (value: string): ConditionGroup => ({
  type: "group",
  mode: "all",
  conditions: [{ type: "test", field: "ticket.title", operator: "equals", value }],
});

test("fireable when enabled, of the ticket's type, for the role, and on a ticket it selects; else it says why", () => {
  const graph = sampleGraph();
  const why = (changed: object, roleId: string | undefined = "rol_1") =>
    whyNotFireable({ ...webhook, ...changed }, graph, roleId, now);
  expect(why({})).toBeUndefined();
  expect(why({ isEnabled: false })).toBe("It is disabled.");
  expect(why({ ticketTypeId: 2 })).toBe("It acts on another ticket type.");
  expect(why({}, "rol_2")).toBe("Your role is not among its current roles.");
  expect(why({ roleIds: [] })).toBeDefined();
  expect(why({ config: { conditions: titled("Other") } })).toBe(notSelected);
  expect(why({ config: { conditions: titled(graph.ticket.title) } })).toBeUndefined();
});

test("a rule needs no role, but a ticket that is selected", () => {
  expect(whyNotFireable({ ...webhook, roleIds: [] }, sampleGraph(), undefined, now)).toBeUndefined();
  const picky = { ...webhook, config: { conditions: titled("Other") } };
  expect(whyNotFireable(picky, sampleGraph(), undefined, now)).toBe(notSelected);
});
