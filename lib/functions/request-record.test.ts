import { describe, expect, test } from "vitest";
import type { DeskLists } from "@/lib/desk/desk-lists";
import { readRequest } from "./request-record";

const lists: DeskLists = {
  types: [
    { id: 1, name: "Incident", prefix: "IN" },
    { id: 2, name: "Request", prefix: "RQ" },
  ],
  statuses: [{ id: 5, name: "Open", deskproName: "awaiting_agent", duploName: "Open", vivantioType: 1, position: 1 }],
  items: [
    { id: 10, kind: "priority", name: "High", position: 1 },
    { id: 11, kind: "team", name: "Network", position: 1 },
    { id: 12, kind: "category", name: "High", position: 1 },
  ],
};

describe("a request as scripts give it", () => {
  test("names become ids, in either spelling, whatever the case", () => {
    const given = {
      ...{ subject: "It burns", description: 5, status: { name: "open" }, priority: "HIGH", group: { id: "11" } },
      ...{ template: { name: "Request" }, urgency: "7", labels: ["a"], third_party_ref: "J-1" },
      ...{ requester: { email_id: "ann@example.com" }, technician: "bob@example.com" },
      udf_fields: { Integration: { Number: "x" } },
    };
    const expected = {
      fields: {
        ...{ title: "It burns", description: "5", statusId: 5, priorityId: 10, teamId: 11, typeId: 2 },
        ...{ urgency: 7, labels: ["a"], thirdPartyRef: "J-1" },
      },
      ...{ forms: { Integration: { Number: "x" } } },
      ...{ requesterEmail: "ann@example.com", technicianEmail: "bob@example.com" },
    };
    expect(readRequest(given, lists)).toEqual(expected);
    expect(readRequest({ request: given }, lists)).toEqual(expected);
  });

  test("null empties a choice", () => {
    expect(readRequest({ priority: null }, lists).fields).toEqual({ priorityId: null });
  });

  test.each([
    [[1], "A request is a map"],
    [{ subjekt: "x" }, "A request has no field “subjekt”"],
    [{ priority: "Urgent" }, "There is no priority “Urgent”. There are: High."],
    [{ impact: "Big" }, "There is no impact “Big”. There are none."],
    [{ status: { id: "99" } }, "There is no status “99”"],
    [{ subject: { a: 1 } }, "subject is a text"],
    [{ requester: "Ann" }, "requester is named by e-mail address"],
    [{ udf_fields: "x" }, "udf_fields is a map"],
  ])("%j is refused in words", (given, message) => {
    expect(() => readRequest(given, lists)).toThrow(message);
  });
});
