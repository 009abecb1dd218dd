import { expect, test } from "vitest";
import { allPermissions, technicianPermissions } from "@/lib/access/permissions";
import { entryOf, navigation, navigationFor } from "./navigation";

test("a path belongs to its longest entry", () => {
  expect(entryOf("/admin/integration")?.entry.label).toBe("Overview");
  expect(entryOf("/admin/integration/webhooks/whk_1/roles")?.entry.label).toBe("Webhooks");
  expect(entryOf("/admin/integration/webhooks-old")?.entry.label).toBe("Overview");
  expect(entryOf("/account")).toBeUndefined();
});

test("people see what they may open", () => {
  expect(navigationFor(allPermissions)).toEqual(navigation);
  expect(navigationFor(technicianPermissions).flatMap((group) => group.entries.map((entry) => entry.label))).toEqual([
    "Tickets",
    "People",
  ]);
  expect(navigationFor([])).toEqual([]);
});
