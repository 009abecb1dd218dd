import { expect, test } from "vitest";
import { findTicketPath, reservedFormKeys, ticketPaths } from "./fields";
import { bareGraph, fullGraph } from "./testing/graphs";
import { ticketFields } from "./ticket";

/** Spec §4.4.6, as listed there. */
const vivantio =
  "id displayid title description descriptionhtml solution solutionhtml opendate closedate resolved resolveddate statusid statusname statustype priorityid priorityname categoryid categorylineage impactid ownerid ownername groupid groupname takenbyid takenbyname callerid callername calleremail callerphone clientid clientname locationid thirdpartyid thirdpartyref thirdpartylogdate workflowid nextstepid isdeferred assigneetype assignedtosummary assignedtogroupname assignedtoindividualname assignedtoemail ccaddresslist totaleffort callorigin lastactionid lastmodifiedbyid lastmodifieddate recordtypenamesingular deleted".split(
    " ",
  );

const read = (path: string, graph = fullGraph()) => findTicketPath(path)?.read(graph);

test.each(vivantio)("Vivantio's %s exists", (path) => {
  expect(findTicketPath(path)).toMatchObject({ path, label: expect.stringMatching(/\S/) });
});

test("paths are unique, lower case and without spaces; their first segments are reserved", () => {
  const paths = ticketPaths.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  for (const path of paths) {
    expect(path).toMatch(/^[a-z_]+(\.[a-z_]+)*$/);
    expect(reservedFormKeys.has(path.split(".")[0] ?? "")).toBe(true);
  }
});

test("every path reads on a bare and on a full ticket", () => {
  for (const entry of ticketPaths) {
    expect(() => entry.read(bareGraph()), entry.path).not.toThrow();
    // Nothing stays empty on a ticket that has everything, but what the desk does not know.
    if (entry.path !== "nextstepid") expect(entry.read(fullGraph()) ?? "empty", entry.path).not.toBe("empty");
  }
});

test("a path yields the kind it declares, or nothing", () => {
  const fits: Record<string, (value: unknown) => boolean> = {
    text: (value) => typeof value === "string",
    number: (value) => typeof value === "number",
    boolean: (value) => typeof value === "boolean",
    datetime: (value) => value instanceof Date,
    list: Array.isArray,
  };
  for (const graph of [bareGraph(), fullGraph()])
    for (const entry of ticketPaths) {
      const value = entry.read(graph) ?? null;
      expect(value === null || fits[entry.kind]?.(value), `${entry.path}: ${entry.kind}`).toBe(true);
    }
});

test("what a path sets is a ticket field, and each field is set through one path", () => {
  const set = ticketPaths.flatMap(({ sets }) => sets ?? []);
  for (const field of set) expect(Object.keys(ticketFields.shape)).toContain(field);
  expect(new Set(set).size).toBe(set.length);
});

test("some values, spelled out", () => {
  expect(read("displayid")).toBe("IN164");
  expect(read("descriptionhtml")).toBe("Flames &lt;b&gt;&amp; &quot;smoke&quot;&lt;/b&gt;<br>Help");
  expect(read("assignedtosummary")).toBe("Second line / Annie Agent");
  expect(read("assignedtosummary", bareGraph())).toBe("");
  expect([
    read("assigneetype"),
    read("assigneetype", bareGraph({ teamId: 20 })),
    read("assigneetype", bareGraph()),
  ]).toEqual(["Individual", "Group", ""]);
  expect(read("calleremail")).toBe("annie@example.com");
  expect(read("ccaddresslist")).toBe("cc@example.com; dd@example.com");
  expect(read("lastactionid")).toBe(77);
  expect([read("resolved"), read("deleted")]).toEqual([false, false]);
  expect(read("person.name")).toBe("Rita Requester");
  expect(read("agent.usergroups")).toEqual([{ id: 21, title: "Everyone" }]);
  expect(read("agent.emails")).toEqual([
    { id: 11, email: "annie@example.com" },
    { id: 12, email: "a@example.com" },
  ]);
  expect(read("participants")).toEqual(["Annie Agent", "Rita Requester"]);
  expect(read("agent.name", bareGraph())).toBeUndefined();
  expect(findTicketPath("constructor")).toBeUndefined();
});

test("an id whose record is gone reads as nothing", () => {
  const graph = { ...fullGraph(), items: new Map(), people: new Map() };
  expect([read("priorityname", graph), read("ownername", graph), read("participants", graph)]).toEqual([
    undefined,
    undefined,
    ["", ""],
  ]);
});
