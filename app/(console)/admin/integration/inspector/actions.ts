"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { outgoing } from "@/app/_server/outgoing";
import { may } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { isTransportError } from "@/lib/core/transport";
import { createTransport } from "@/lib/http/transport";
import { binInput, binResponse, type CapturedRequest } from "@/lib/inspector/bin";
import { verifyInput, verifySignature } from "@/lib/inspector/verify";
import type { Stores } from "@/lib/runtime/stores";
import { replayOf } from "./replay";
import { replayInput } from "./schema";

const byId = z.object({ id: z.string() });
const byRequest = z.object({ binId: z.string(), requestId: z.string() });
const permission = "inspector.use";
const shownReplyChars = 64 * 1024;
const refresh = () => revalidatePath("/admin/integration/inspector", "layout");

export const createBin = action({ input: binInput, permission }, async (input, { actor, stores }) => {
  const { id } = await stores.bins.create(actor, input);
  refresh();
  return { id };
});

export const renameBin = action(
  { input: byId.extend(binInput.shape), permission },
  async ({ id, ...input }, { actor, stores }) => {
    await stores.bins.rename(actor, id, input);
    refresh();
  },
);

export const setBinResponse = action(
  { input: byId.extend({ response: binResponse }), permission },
  async ({ id, response }, { actor, stores }) => {
    await stores.bins.setResponse(actor, id, response);
    refresh();
  },
);

/** The next request gets the first reply of the sequence. */
export const restartBin = action({ input: byId, permission }, async ({ id }, { actor, stores }) => {
  const response = await stores.bins.responseOf(id);
  if (!response) throw new AppError("not_found", "This bin no longer exists.");
  await stores.bins.setResponse(actor, id, response);
  refresh();
});

export const clearBin = action({ input: byId, permission }, async ({ id }, { actor, stores }) => {
  await stores.bins.clear(actor, id);
  refresh();
});

export const removeBin = action({ input: byId, permission }, async ({ id }, { actor, stores }) => {
  await stores.bins.remove(actor, id);
  refresh();
});

export const pinRequest = action(
  { input: byRequest.extend({ isPinned: z.boolean() }), permission },
  async ({ binId, requestId, isPinned }, { actor, stores }) => {
    await stores.bins.setPinned(actor, binId, requestId, isPinned);
    refresh();
  },
);

/** One text for blocked, refused and timed out: this is no port scanner for those who set up no webhooks. */
const notReached =
  "This address could not be reached, or Hookdesk may not call it. Someone who may edit webhooks sees the cause.";

async function captured(stores: Stores, { binId, requestId }: z.output<typeof byRequest>): Promise<CapturedRequest> {
  const request = await stores.bins.request(binId, requestId);
  if (!request)
    throw new AppError("not_found", "This request is gone. The bin was cleared, or newer ones took its place.");
  return request;
}

/** Checks the stored bytes against a secret, which is forgotten at once. */
export const verifyRequest = action(
  { input: byRequest.extend(verifyInput.shape), permission },
  async ({ binId, requestId, ...input }, { stores }) =>
    verifySignature(await captured(stores, { binId, requestId }), input),
);

/** Sends a captured request to another address, within what outgoing calls may reach, and returns the reply. */
export const replayRequest = action(
  { input: byRequest.extend(replayInput.shape), permission },
  async ({ binId, requestId, url, withCredentials }, { actor, stores, runtime }) => {
    const request = replayOf(await captured(stores, { binId, requestId }), url, withCredentials);
    const { transport, close } = createTransport(outgoing(runtime.config));
    try {
      const { status, headers, body, timing } = await transport(request);
      return { status, headers, body: body.slice(0, shownReplyChars), isCut: body.length > shownReplyChars, timing };
    } catch (error) {
      if (!isTransportError(error)) throw error;
      throw new AppError("unexpected", may(actor, "webhooks.write") ? error.message : notReached);
    } finally {
      await close();
    }
  },
);
