import { exampleForms, exampleLists, examplePerson } from "@/lib/desk/testing/graphs";
import { readBody } from "../read-body";
import type { CallDesk } from "../take-values";
import { type WebMethod, webMethodInput } from "../web-method";

const at = new Date("2025-04-23T10:00:00Z");

export const exampleWebMethod = (overrides: Partial<WebMethod> = {}): WebMethod => ({
  ...webMethodInput.parse({ name: "PartnerIncident", ticketTypeId: 1 }),
  id: "wme_1",
  version: 1,
  keyEnd: "abcd",
  keyCreatedAt: at,
  createdAt: at,
  updatedAt: at,
  lastCallAt: null,
  ...overrides,
});

/** The example desk (lib/desk/testing) with Annie, an agent, and Rita, who asks for help. */
export const exampleDesk: CallDesk = {
  lists: exampleLists,
  forms: exampleForms,
  people: [
    examplePerson(),
    examplePerson({
      id: 2,
      name: "Rita Requester",
      isAgent: false,
      emails: [{ id: 21, email: "rita@example.com", isValidated: true }],
    }),
  ],
};

/** The body of a JSON call. */
export function jsonBody(value: unknown) {
  const read = readBody(["application/json"], "application/json", JSON.stringify(value));
  if (!read.ok) throw new Error(read.message);
  return read.body;
}
