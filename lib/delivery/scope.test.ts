import fc from "fast-check";
import { expect, test } from "vitest";
import { ticketPaths } from "@/lib/desk/fields";
import { renderTemplate } from "@/lib/template/render";
import { compileTemplate } from "@/lib/template/template";
import { knownPaths, knowsPath, ticketScope } from "./scope";
import { sampleForms, sampleGraph } from "./testing/samples";

const now = new Date("2025-05-01T08:00:00Z");
const parameters = { "Customer reference": "C-1", ticket: "shadow", Text: "two\nlines" };
const graph = sampleGraph({
  labels: ["a", "b"],
  forms: { ...sampleGraph().ticket.forms, 2: [{ 3: "2025-01-02T03:04:05.000Z", 2: true }] },
});
const scope = ticketScope(graph, parameters, now);
const text = (source: string) => renderTemplate(compileTemplate(source), "text", scope, { now });

test.each([
  ["{{ticket.displayid}}", "IN164"],
  ["{{ Ticket.Display ID }}", "IN164"],
  ["{{ticket.linkedassets[0].asset}}", "P2425"],
  ["{{ticket.Linked Assets[1].Asset request date}}", "2025/04/30"],
  ["{{ticket.linkedassets[2].asset}}", ""],
  ["{{ticket.integration.syncedat}}", "2025-01-02T03:04:05.000Z"],
  ["{{ticket.integration.synced}}", "1"],
  ["{{ticket.integration.vivantiotestid}}", ""],
  ["{{ticket.labels[1]}}", "b"],
  ["{{ticket.opendate}}", "2025-04-23T10:00:00.000Z"],
  ["{{parameters.customerreference}}", "C-1"],
  ["{{Customer Reference}}", "C-1"],
  ["{{parameters.ticket}}", "shadow"],
  ["{{ticket}}", ""],
  ["{{now}}", "2025-05-01T08:00:00.000Z"],
  ["{{nothing}}{{ticket.constructor}}{{parameters.constructor}}", ""],
  [
    "{{ticket.linkedassets}}",
    '[{"asset":"P2425","assetrequestdate":"2025/04/23"},{"asset":"FH6354","assetrequestdate":"2025/04/30"}]',
  ],
])("%s", (source, expected) => {
  expect(text(source)).toBe(expected);
});

test("known but empty is null, unknown is undefined", () => {
  expect(scope.get(["ticket", "ownername"])).toBeNull();
  expect(scope.get(["ticket", "integration", "region"])).toBeNull();
  expect(scope.get(["ticket", "integration", "other"])).toBeUndefined();
  expect(scope.get(["ticket", "agent"])).toBeUndefined();
});

test("every path offered is known and readable", () => {
  const names = Object.keys(parameters).map((name) => ({ name }));
  const knows = knowsPath(sampleForms, names);
  for (const { path } of knownPaths(sampleForms, names)) {
    const steps = path.replace(/\[(\d+)\]/g, ".$1").split(".");
    expect([path, knows(steps)]).toEqual([path, true]);
    expect([path, scope.get(steps) === undefined]).toEqual([path, false]);
  }
  expect(knows(["ticket", "linkedassets", "asset"])).toBe(false);
  expect(knows(["ticket", "titel"])).toBe(false);
});

test("what is not known is never found, whatever the path", () => {
  const knows = knowsPath(sampleForms, []);
  const step = fc.oneof(
    fc.constantFrom("ticket", "linkedassets", "0", "asset", "title", "__proto__", "tostring"),
    fc.string(),
  );
  const bare = ticketScope(sampleGraph(), {}, now);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), (steps) => {
      if (!knows(steps)) expect(bare.get(steps)).toBeUndefined();
    }),
  );
  expect(ticketPaths.length).toBeGreaterThan(90);
});
