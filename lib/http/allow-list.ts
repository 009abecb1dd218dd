import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import {
  addressBytes,
  classifyAddress,
  isNeverAllowed,
  isWithin,
  type Network,
  parseNetwork,
  unwrapAddress,
} from "./addresses";

/** Private places that outgoing calls may reach: networks, and host names (`*.corp.example` covers what is below). */
export type AllowList = { readonly networks: readonly Network[]; readonly hosts: readonly string[] };

export const emptyAllowList: AllowList = { networks: [], hosts: [] };

const metadataHosts = new Set(["metadata", "metadata.google.internal", "metadata.tencentyun.com", "instance-data"]);

const refuse = (entry: string, why: string): never => {
  throw new AppError("invalid", `HOOKDESK_ALLOW_NET: "${entry}" ${why}.`);
};

function parseHost(entry: string): string {
  const name = entry.startsWith("*.") ? entry.slice(2) : entry;
  if (/:\d+$/.test(name)) return refuse(entry, "has a port; write only the host name");
  if (!/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i.test(name) || !isName(name))
    return refuse(entry, "is neither a network such as 10.1.0.0/16, an IP address nor a host name");
  if (metadataHosts.has(name.toLowerCase()))
    return refuse(entry, "is a cloud metadata service and can never be allowed");
  return entry.toLowerCase();
}

// `127.1` or `0x7f000001` look like names but are addresses to a URL parser.
const isName = (name: string) => URL.canParse(`http://${name}/`) && isIP(new URL(`http://${name}/`).hostname) === 0;

function parseEntry(entry: string): Network | string {
  if (entry.includes("://")) return refuse(entry, "is a URL; write only the host name");
  const text = /^\[.*\]$/.test(entry) ? entry.slice(1, -1) : entry;
  const network = parseNetwork(text);
  if (!network) return text.includes("/") ? refuse(entry, "is not a network such as 10.1.0.0/16") : parseHost(entry);
  if (network.bytes.length !== unwrapAddress([...network.bytes]).length)
    return refuse(entry, "hides an IPv4 address; write the IPv4 form");
  if (isNeverAllowed(network))
    return refuse(entry, `can never be allowed (${classifyAddress(text.split("/")[0] ?? "").why})`);
  return network;
}

/** Reads `HOOKDESK_ALLOW_NET`: networks, addresses and host names between commas. AppError("invalid") names a bad entry. */
export function parseAllowList(text: string): AllowList {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map(parseEntry);
  return {
    networks: entries.filter((entry) => typeof entry !== "string"),
    hosts: entries.filter((entry) => typeof entry === "string"),
  };
}

/** Whether the list names this host. `host` is as the URL parser gives it. */
export function isAllowedHost(list: AllowList, host: string): boolean {
  const name = host.replace(/\.$/, "").toLowerCase();
  return list.hosts.some((entry) => (entry.startsWith("*.") ? name.endsWith(entry.slice(1)) : name === entry));
}

/** Whether the list covers this IP address; link-local and metadata addresses never are. */
export function isAllowedAddress(list: AllowList, ip: string): boolean {
  const bytes = addressBytes(ip);
  if (!bytes || classifyAddress(ip).reach === "never") return false;
  const inner = unwrapAddress(bytes);
  return list.networks.some((network) => isWithin(inner, network));
}
