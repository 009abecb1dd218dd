import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { type CustomForm, customFieldInput, customFormInput } from "@/lib/desk/custom-forms";
import { withoutDefaults } from "@/lib/runtime/patch";
import type { Stores } from "@/lib/runtime/stores";
import { type Endpoint, endpoint } from "./endpoint";
import { integerId, listQuery, pageOf } from "./list-query";
import { merged } from "./merge";
import { checked } from "./parse";
import { inBody, inPages, inReply } from "./schemas";

const formReply = inReply(
  "CustomForm",
  z.object({
    id: z.number().int(),
    key: z.string().meta({ description: "How templates spell it" }),
    name: z.string(),
    ticketTypeIds: z.array(z.number().int()),
    isMultiLine: z.boolean(),
    fields: z.array(customFieldInput),
  }),
);
const formBody = inBody("CustomFormInput", customFormInput);
const idOf = (params: Record<string, string>) => integerId(params.id, "custom form");

async function find({ customForms }: Stores, id: number): Promise<CustomForm> {
  const form = await customForms.get(id);
  if (!form) throw new AppError("not_found", `There is no custom form ${id}.`);
  return form;
}

export const customFormEndpoints: Endpoint[] = [
  endpoint({
    method: "get",
    path: "/custom-forms",
    permission: "tickets.read",
    operationId: "listCustomForms",
    summary: "List custom forms with their fields",
    query: listQuery(["name"]),
    reply: inPages(formReply),
    run: async ({ stores, query }) =>
      pageOf(await stores.customForms.list(), query, (form) => form.name, { name: (form) => form.name }),
  }),
  endpoint({
    method: "post",
    path: "/custom-forms",
    permission: "desk.write",
    operationId: "createCustomForm",
    summary: "Create a custom form",
    body: formBody,
    reply: formReply,
    status: 201,
    run: ({ stores, principal, body }) => stores.customForms.create(principal, body),
  }),
  endpoint({
    method: "get",
    path: "/custom-forms/{id}",
    permission: "tickets.read",
    operationId: "getCustomForm",
    summary: "Read a custom form",
    reply: formReply,
    run: ({ stores, params }) => find(stores, idOf(params)),
  }),
  endpoint({
    method: "put",
    path: "/custom-forms/{id}",
    permission: "desk.write",
    operationId: "updateCustomForm",
    summary: "Replace a custom form; fields that keep their id keep their values",
    body: formBody,
    reply: formReply,
    run: ({ stores, principal, params, body }) => stores.customForms.update(principal, idOf(params), body),
  }),
  endpoint({
    method: "patch",
    path: "/custom-forms/{id}",
    permission: "desk.write",
    operationId: "patchCustomForm",
    summary: "Change only what is named of a custom form",
    body: inBody("CustomFormPatch", withoutDefaults(z.object({ ...customFormInput.shape }))),
    reply: formReply,
    run: async ({ stores, principal, params, body }) => {
      const current = await find(stores, idOf(params));
      return stores.customForms.update(principal, current.id, checked(customFormInput, merged(current, body)));
    },
  }),
  endpoint({
    method: "delete",
    path: "/custom-forms/{id}",
    permission: "desk.write",
    operationId: "deleteCustomForm",
    summary: "Delete a custom form with its values",
    reply: null,
    run: ({ stores, principal, params }) => stores.customForms.remove(principal, idOf(params)),
  }),
];
