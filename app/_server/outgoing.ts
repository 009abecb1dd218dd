import { parseAllowList } from "@/lib/http/allow-list";
import type { OutgoingPolicy } from "@/lib/http/guard";
import type { Config } from "./config";

/** Where outgoing calls of this instance may go: HOOKDESK_ALLOW_NET, and below /inspect/ its own addresses. */
export function outgoingPolicy({ allowNet, publicUrl, host, port }: Config): OutgoingPolicy {
  const isAnywhere = host === "0.0.0.0" || host === "::";
  const names = ["localhost", "127.0.0.1", "[::1]", ...(isAnywhere ? [] : [host.includes(":") ? `[${host}]` : host])];
  const own = [new URL(publicUrl).origin, ...names.map((name) => `http://${name}:${port}`)];
  return { allow: parseAllowList(allowNet), ownOrigins: [...new Set(own)] };
}
