import { expect, test } from "vitest";
import { checkTemplate } from "@/lib/template/check";
import { renderTemplate } from "@/lib/template/render";
import { compileTemplate } from "@/lib/template/template";
import { eventPaths, knowsEventPath, withEvent } from "./event-scope";
import type { RuleEvent } from "./facts";

const event: RuleEvent = {
  type: "ticket.updated",
  source: "technician",
  actorId: "person:1",
  actorName: "Annie",
  actorPersonId: 1,
  changes: [
    { path: "ticket.urgency", label: "Urgency", from: 1, to: 5 },
    { path: "ticket.title", label: "Title", from: "a", to: "b" },
  ],
};
const ticket = { get: ([first]: readonly string[]) => (first === "ticket" ? "IN164" : undefined) };
const render = (source: string, given?: RuleEvent) =>
  renderTemplate(compileTemplate(source), "text", withEvent(ticket, given));

test("names what happened beside the ticket", () => {
  expect(render("{{ticket}} {{event.type}} {{event.source}} {{ event.UpdatedBy }}", event)).toBe(
    "IN164 ticket.updated technician Annie",
  );
  expect(render("{% for c in event.changes %}{{c.label}}: {{c.from}}>{{c.to}};{% endfor %}", event)).toBe(
    "Urgency: 1>5;Title: a>b;",
  );
  expect(render("{{event.changes[1].to}}{{event.changes[9].to}}{{event.constructor}}", event)).toBe("b");
});

test("without an event its fields are empty", () => {
  expect(render("[{{event.type}}{{event.updatedby}}{% for c in event.changes %}x{% endfor %}]")).toBe("[]");
});

test("what can be named is what is found", () => {
  const scope = withEvent(ticket, event);
  for (const { path } of eventPaths) {
    expect(knowsEventPath(path.split("."))).toBe(true);
    expect(scope.get(path.split("."))).toBeDefined();
  }
  expect(checkTemplate("{{event.changes[0].label}} {{event.nope}}", knowsEventPath)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("event.nope") },
  ]);
});
