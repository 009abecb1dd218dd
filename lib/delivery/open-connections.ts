import { isAppError } from "@/lib/core/errors";
import type { Auth } from "@/lib/wire/auth/kinds";
import { maySendTo, type OpenConnection } from "./connection";
import type { Attempt } from "./delivery";
import type { ClaimedDelivery } from "./store";
import type { WorkerPorts } from "./worker-ports";

/** Credentials ready to send with, or why there are none. `isHopeless`: no further attempt can change that. */
export type OpenedConnection = { auth: Auth } | { error: NonNullable<Attempt["error"]>; isHopeless: boolean };

const withoutAuth: OpenedConnection = { auth: { type: "none" } };
const gone: OpenedConnection = {
  error: {
    kind: "credentials",
    message:
      "The credentials this delivery was to be sent with are gone. Fire the webhook again to use its present ones.",
  },
  isHopeless: true,
};

const notForThisHost: OpenedConnection = {
  error: {
    kind: "credentials",
    message: "The connection may not be used for this host. Add the host to the connection, or choose another one.",
  },
  isHopeless: true,
};

/** Opens the connections of a batch, each once. */
export async function openConnections(
  { connections, log }: Pick<WorkerPorts, "connections" | "log">,
  batch: readonly ClaimedDelivery[],
): Promise<(claimed: ClaimedDelivery) => OpenedConnection> {
  const ids = new Set(batch.flatMap(({ request }) => request.connectionId ?? []));
  const opened = new Map<string, OpenConnection | OpenedConnection | undefined>();
  for (const id of ids) {
    try {
      opened.set(id, await connections.open(id));
    } catch (error) {
      log("error", "stored credentials could not be opened", { err: error, connectionId: id });
      const message = isAppError(error) ? error.message : "The stored credentials could not be read.";
      opened.set(id, { error: { kind: "credentials", message }, isHopeless: false });
    }
  }
  return ({ request: { connectionId, url } }) => {
    if (connectionId === null) return withoutAuth;
    const found = opened.get(connectionId);
    if (!found || !("hosts" in found)) return found ?? gone;
    return maySendTo(found.hosts, url) ? found : notForThisHost;
  };
}
