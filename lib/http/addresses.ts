import { isIP } from "node:net";

/** How far an address may be reached: by anyone, only when an administrator allows it, or not at all. */
export type Reach = "public" | "private" | "never";
export type Network = { text: string; bytes: readonly number[]; bits: number };
type Range = Network & { reach: Reach; why: string };

// ipaddr.js reads `::10.0.0.1` as `::ffff:10.0.0.1`; what was dialled would differ from what was checked.
function bytesOfV6(ip: string): number[] {
  const hex = ip.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...four: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = four.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = "", tail] = hex.split("::");
  const groups = (part = "") => part.split(":").filter((group) => group !== "");
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...zeros, ...right].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** Bytes of one plain address (4 or 16); undefined for anything else, zone ids included. */
export function addressBytes(ip: string): number[] | undefined {
  const family = ip.includes("%") ? 0 : isIP(ip);
  if (family === 0) return undefined;
  return family === 4 ? ip.split(".").map(Number) : bytesOfV6(ip);
}

/** `10.0.0.0/8` as bytes and length; undefined unless both parts are written in full. */
export function parseNetwork(text: string): Network | undefined {
  const [ip = "", length, rest] = text.split("/");
  const bytes = addressBytes(ip);
  if (!bytes || rest !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const bits = length === undefined ? bytes.length * 8 : Number(length);
  return bits > bytes.length * 8 ? undefined : { text, bytes, bits };
}

/** Whether `bytes` lie in `network`; different families never match. */
export function isWithin(bytes: readonly number[], network: Network): boolean {
  if (bytes.length !== network.bytes.length) return false;
  const whole = network.bits >> 3;
  for (let i = 0; i < whole; i++) if (bytes[i] !== network.bytes[i]) return false;
  const rest = network.bits & 7;
  return rest === 0 || ((bytes[whole] ?? 0) ^ (network.bytes[whole] ?? 0)) >> (8 - rest) === 0;
}

function ranges(reach: Reach, why: string, ...networks: string[]): Range[] {
  return networks.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw new Error(`Bad network in the address table: ${text}`);
    return { ...network, reach, why };
  });
}

// Union of the rules of Svix, Hook0, Smokescreen, Convoy and n8n (spec anchors C3). The first match decides.
const table: Range[] = [
  ...ranges("never", "cloud metadata service", "169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16"),
  ...ranges("never", "cloud metadata service", "fd00:ec2::/32", "fd20:ce::254", "fd00:42::42"),
  ...ranges("never", "link-local", "169.254.0.0/16", "fe80::/10"),
  ...ranges("never", "unspecified address", "0.0.0.0/8", "::"),
  ...ranges("never", "multicast", "224.0.0.0/4", "ff00::/8"),
  ...ranges("never", "reserved", "240.0.0.0/4"),
  ...ranges("private", "loopback", "127.0.0.0/8", "::1"),
  ...ranges("private", "private network", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
  ...ranges("private", "carrier-grade NAT", "100.64.0.0/10"),
  ...ranges("private", "special-purpose network", "192.0.0.0/24", "192.88.99.0/24", "100::/64", "5f00::/16"),
  ...ranges("private", "documentation network", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"),
  ...ranges("private", "documentation network", "2001:db8::/32", "3fff::/20"),
  ...ranges("private", "benchmark network", "198.18.0.0/15"),
  ...ranges("private", "site-local", "fec0::/10"),
  ...ranges("never", "address that hides another one", "2002::/16", "2001::/23", "::/8"),
];
const [mapped, nat64, globalUnicast] = ranges("public", "", "::ffff:0:0/96", "64:ff9b::/96", "2000::/3");

const isIsatap = (bytes: readonly number[]) =>
  bytes.length === 16 && ((bytes[8] ?? 0) & 0xfd) === 0 && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;

/** The IPv4 bytes that a v4-mapped or NAT64 address stands for; the given bytes otherwise. */
export const unwrapAddress = (bytes: number[]): number[] =>
  (mapped && isWithin(bytes, mapped)) || (nat64 && isWithin(bytes, nat64)) ? bytes.slice(12) : bytes;

/** Whether two spellings mean the same address. */
export function isSameAddress(one: string, other: string): boolean {
  const bytes = unwrapAddress(addressBytes(other) ?? []).join();
  return bytes !== "" && unwrapAddress(addressBytes(one) ?? []).join() === bytes;
}

function classifyBytes(bytes: number[]): { reach: Reach; why: string } {
  const inner = unwrapAddress(bytes);
  const range = table.find((entry) => isWithin(inner, entry));
  if (range) return { reach: range.reach, why: range.text.includes("/") ? `${range.why}, ${range.text}` : range.why };
  if (isIsatap(inner)) return { reach: "never", why: "address that hides another one, ISATAP" };
  if (inner.length === 16 && globalUnicast && !isWithin(inner, globalUnicast))
    return { reach: "private", why: "not assigned for public use" };
  // A public IPv4 address written as ::ffff:… has no reason to appear on the wire.
  if (mapped && isWithin(bytes, mapped)) return { reach: "private", why: "IPv4-mapped address" };
  return { reach: "public", why: "public" };
}

/** How far an IP address may be reached, and the reason in words. Anything that is no plain address is `never`. */
export function classifyAddress(ip: string): { reach: Reach; why: string } {
  const bytes = addressBytes(ip);
  return bytes ? classifyBytes(bytes) : { reach: "never", why: "not an IP address" };
}

/** Whether anyone on the internet may be expected behind this IP address (spec anchors C3). */
export const isPublicAddress = (ip: string): boolean => classifyAddress(ip).reach === "public";

/** Whether no address of this network can ever be allowed. */
export const isNeverAllowed = (network: Network): boolean =>
  table.some((range) => range.reach === "never" && network.bits >= range.bits && isWithin(network.bytes, range)) &&
  classifyBytes([...network.bytes]).reach === "never";
