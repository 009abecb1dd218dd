import { identify } from "@/app/_server/session";
import { may } from "@/lib/access/permissions";

/** The answer to someone who may not see deliveries; undefined for who may. */
export async function refuseStranger(): Promise<Response | undefined> {
  const identity = await identify();
  if (!identity) return new Response("Your session has ended. Sign in again.", { status: 401 });
  if (!may(identity.principal, "deliveries.read"))
    return new Response("Your role does not allow this.", { status: 403 });
  return undefined;
}

/** A file to be saved, as it is made: the next piece is only made when the last one is on its way. */
export function sendFile(name: string, type: string, pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

/** `deliveries-2026-05-01-0930.csv`, in UTC. */
export const fileName = (at: Date, extension: "csv" | "har"): string =>
  `deliveries-${at.toISOString().slice(0, 16).replace("T", "-").replace(":", "")}.${extension}`;
