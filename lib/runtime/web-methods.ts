import type { Actor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { checkWebMethod } from "@/lib/inbound/check-web-method";
import type { NewKey } from "@/lib/inbound/store";
import type { WebMethod, WebMethodInput } from "@/lib/inbound/web-method";
import { newAccessKey } from "./access-key";
import type { Stores } from "./stores";

/** Creates a web method with its access key, which can't be read again. AppError("invalid") names the fields at fault. */
export async function createWebMethod(stores: Stores, actor: Actor, input: WebMethodInput): Promise<NewKey> {
  await check(stores, input);
  const accessKey = newAccessKey();
  return { webMethod: await stores.webMethods.create(actor, input, accessKey), accessKey };
}

/** Replaces the settings; the key stays. Checks as createWebMethod does, and refuses to overwrite a version other than `expectedVersion`. */
export async function updateWebMethod(
  stores: Stores,
  actor: Actor,
  id: string,
  input: WebMethodInput,
  expectedVersion?: number,
): Promise<WebMethod> {
  await check(stores, input);
  return stores.webMethods.update(actor, id, input, expectedVersion);
}

/** A new access key; the old one is refused from now on. */
export async function rotateAccessKey({ webMethods }: Stores, actor: Actor, id: string): Promise<NewKey> {
  const accessKey = newAccessKey();
  return { webMethod: await webMethods.rotateKey(actor, id, accessKey), accessKey };
}

async function check({ customForms, deskLists }: Stores, input: WebMethodInput): Promise<void> {
  const [forms, { types }] = await Promise.all([customForms.list(), deskLists.load()]);
  const errors = checkWebMethod(input, forms);
  if (!types.some(({ id }) => id === input.ticketTypeId)) errors.ticketTypeId = ["There is no such ticket type"];
  if (Object.keys(errors).length > 0) throw new AppError("invalid", "Check the highlighted fields.", errors);
}
