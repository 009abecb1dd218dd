"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { webMethodInput } from "@/lib/inbound/web-method";
import { tryCall } from "@/lib/runtime/try-call";
import { createWebMethod, rotateAccessKey, updateWebMethod } from "@/lib/runtime/web-methods";

const list = "/admin/integration/web-methods";
const subject = z.object({ id: z.string() });

const gone = () => new AppError("not_found", "This web method no longer exists. Someone has deleted it.");

/** Creates, with the access key that is shown once; or saves, unless someone else did after `expectedVersion`. */
export const saveWebMethod = action(
  {
    input: webMethodInput.extend({
      id: z.string().optional(),
      expectedVersion: z.number().int().positive().optional(),
    }),
    permission: "webMethods.write",
  },
  async ({ id, expectedVersion, ...input }, { actor, stores }) => {
    if (id === undefined) {
      const made = await createWebMethod(stores, actor, input);
      revalidatePath(list);
      return made;
    }
    const webMethod = await updateWebMethod(stores, actor, id, input, expectedVersion);
    revalidatePath(list);
    revalidatePath(`${list}/${id}`);
    return { webMethod, accessKey: undefined };
  },
);

/** The web method as it is now, for the form that was overtaken. */
export const loadWebMethod = action({ input: subject, permission: "webMethods.read" }, async ({ id }, { stores }) => {
  const webMethod = await stores.webMethods.get(id);
  if (!webMethod) throw gone();
  return webMethod;
});

export const setWebMethodEnabled = action(
  { input: subject.extend({ isEnabled: z.boolean() }), permission: "webMethods.write" },
  async ({ id, isEnabled }, { actor, stores }) => {
    await stores.webMethods.setEnabled(actor, id, isEnabled);
    revalidatePath(list);
    revalidatePath(`${list}/${id}`);
  },
);

/** A new access key, shown once; the old one stops working. */
export const rotateWebMethodKey = action(
  { input: subject, permission: "webMethods.write" },
  async ({ id }, { actor, stores }) => {
    const made = await rotateAccessKey(stores, actor, id);
    revalidatePath(`${list}/${id}`);
    return made.accessKey;
  },
);

export const removeWebMethod = action(
  { input: subject, permission: "webMethods.write" },
  async ({ id }, { actor, stores }) => {
    // Not revalidated: the page it is called from may be the web method's own, and would be gone before it is left.
    await stores.webMethods.remove(actor, id);
  },
);

/** Body and content type of the newest call that was read whole; null when there is none. */
export const lastCall = action({ input: subject, permission: "webMethods.read" }, async ({ id }, { stores }) => {
  const { items } = await stores.webMethods.calls({ page: 1, pageSize: 20, webMethodId: id });
  const found = items.find(({ request }) => request.body !== "" && !request.isTruncated);
  return found ? { body: found.request.body, contentType: found.request.headers["content-type"] ?? "" } : null;
});

/** One call of the log with its request and answer. */
export const loadCall = action({ input: subject, permission: "webMethods.read" }, async ({ id }, { stores }) => {
  const call = await stores.webMethods.call(id);
  if (!call) throw new AppError("not_found", "This call is no longer in the log.");
  return call;
});

/** What a call would do to the desk with the settings in the form; nothing is written. */
export const tryWebMethod = action(
  {
    input: z.object({ settings: webMethodInput, contentType: z.string().max(200), body: z.string().max(1_048_576) }),
    permission: "webMethods.write",
  },
  async ({ settings, contentType, body }, { actor, stores, runtime }) => {
    if (!may(actor, "tickets.read")) throw new AppError("forbidden", "Your role can’t see tickets, which this shows.");
    return tryCall(stores, settings, { contentType, body }, runtime.clock.now());
  },
);
