import { networkInterfaces } from "node:os";
import { parseAllowList } from "@/lib/http/allow-list";
import { trustedWith } from "@/lib/http/authorities";
import type { OutgoingPolicy } from "@/lib/http/guard";
import type { TransportOptions } from "@/lib/http/transport";
import type { Config } from "./config";

/** Where outgoing calls of this instance may go: HOOKDESK_ALLOW_NET, and below /inspect/ its own addresses. */
export function outgoingPolicy({ allowNet, publicUrl, host, port }: Config): OutgoingPolicy {
  const isAnywhere = host === "0.0.0.0" || host === "::";
  const hosts = ["localhost", "127.0.0.1", "::1", ...(isAnywhere ? machineAddresses() : [host])];
  const names = hosts.map((name) => (name.includes(":") ? `[${name}]` : name));
  const own = [new URL(publicUrl).origin, ...names.map((name) => `http://${name}:${port}`)];
  return { allow: parseAllowList(allowNet), ownOrigins: [...new Set(own)] };
}

/** The way out of this instance: what may be called, through which proxy, and whose certificates are trusted. */
export const outgoing = (config: Config): TransportOptions => ({
  policy: outgoingPolicy(config),
  proxy: config.proxy,
  ca: trustedWith(config.authorities),
});

/** Listening anywhere, the console answers on each of these. Link-local ones can never be called anyway. */
const machineAddresses = () =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ scopeid }) => !scopeid)
    .map(({ address }) => address);
