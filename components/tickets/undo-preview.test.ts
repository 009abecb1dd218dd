import { expect, test } from "vitest";
import type { FieldChange, HistoryEntry } from "@/lib/desk/history";
import { bareGraph } from "@/lib/desk/testing/graphs";
import { previewProposal, previewUndo } from "./undo-preview";

const title: FieldChange = {
  ...{ path: "ticket.title", label: "Title", from: "Before", to: "After" },
  ...{ field: "ticket.title", before: "Before", after: "After" },
};
const entry = (changes: FieldChange[]): HistoryEntry => ({
  ...{ id: 1, ticketId: 164, at: new Date(0), kind: "webhook.succeeded", origin: "delivery" },
  ...{ actorId: "system", actorName: "Hookdesk", summary: "", changes, cause: null },
});

test("an undo puts back what is still as it was set, and says why the rest stays", () => {
  expect(previewUndo(bareGraph({ title: "After" }), entry([title]))).toEqual([
    { label: "Title", from: "After", to: "Before" },
  ]);
  expect(previewUndo(bareGraph({ title: "Edited" }), entry([title]))[0]?.reason).toBe("It was changed since.");
  expect(previewUndo(bareGraph({ title: "Before" }), entry([title]))[0]?.reason).toBe("It is so already.");
  const gone = { ...title, field: "form.999.1" };
  expect(previewUndo(bareGraph(), entry([gone]))[0]?.reason).toBe("This field is gone.");
});

test("a proposal goes the other way, and rows of a form are not put one by one", () => {
  expect(previewProposal(bareGraph({ title: "Before" }), entry([title]))).toEqual([
    { label: "Title", from: "Before", to: "After" },
  ]);
  const { field: _, ...rows } = title;
  expect(previewProposal(bareGraph(), entry([rows]))).toEqual([]);
});
