import { expect, test } from "vitest";
import { whyCallLoops } from "@/lib/automation/chain";
import { whyLoop } from "@/lib/delivery/fire";
import type { ChainStep } from "@/lib/desk/history";
import { actorStep, chainOf, withoutChain } from "./chain";

const rule: ChainStep = { kind: "rule", id: "trg_1", name: "On (any) update" };
const webhook: ChainStep = { kind: "webhook", id: "whk_1", name: "Send (again)" };

test("a loop that was stopped is drawn down to the webhook that did not go out, and not told twice", () => {
  const cause = { depth: 1, chain: [webhook, rule], webhookId: "whk_1", webhookName: "Send (again)" };
  expect(chainOf({ kind: "chain.stopped", cause })).toEqual([webhook, rule, webhook]);
  expect(chainOf({ kind: "webhook.skipped", cause })).toHaveLength(3);
  const why = whyLoop({ id: "whk_1", name: "Send (again)" }, cause) ?? "";
  expect(why).toContain("→");
  expect(withoutChain(why)).toBe("“Send (again)” was not fired again: what led here began with it.");
});

test("a callback function that did not run again is drawn last, too", () => {
  const called: ChainStep = { kind: "function", id: "fun_1", name: "Sync (both)" };
  const chain = [rule, called, { ...rule, id: "trg_2" }];
  const cause = { depth: 0, chain, functionId: "fun_1", functionName: "Sync (both)" };
  expect(chainOf({ kind: "chain.stopped", cause })).toEqual([...chain, called]);
  expect(chainOf({ kind: "function.ran", cause })).toEqual(chain);
  const why = whyCallLoops(called, cause) ?? "";
  expect(withoutChain(why)).toBe("“Sync (both)” was not run again: what led here began with it.");
  const many = Array.from({ length: 5 }, (_, index) => ({ ...called, id: `fun_${index + 2}` }));
  expect(whyCallLoops(called, { depth: 0, chain: many })).toContain("have already led to each other");
  expect(whyCallLoops(called, { depth: 0, chain: many.slice(1) })).toBeUndefined();
});

test("a rule that was stopped is the last step already, and other sentences stay whole", () => {
  const cause = { depth: 1, chain: [rule, webhook, rule] };
  expect(chainOf({ kind: "chain.stopped", cause })).toEqual([rule, webhook, rule]);
  expect(chainOf({ kind: "webhook.fired", cause: { ...cause, webhookId: "whk_2" } })).toHaveLength(3);
  expect(chainOf({ kind: "ticket.updated", cause: null })).toEqual([]);
  const skipped = "“Send” was not fired. This ticket does not match its Select tickets conditions.";
  expect(withoutChain(skipped)).toBe(skipped);
});

test("rules and web methods are known by their ids", () => {
  expect(actorStep({ actorId: "trg_1", actorName: "On (any) update" })).toEqual(rule);
  expect(actorStep({ actorId: "wme_1", actorName: "Partner" })?.kind).toBe("webMethod");
  expect(actorStep({ actorId: "person:1", actorName: "Annie" })).toBeUndefined();
});
