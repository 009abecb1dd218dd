import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import { TransportError } from "@/lib/core/transport";
import { classifyAddress } from "./addresses";
import { type AllowList, isAllowedAddress, isAllowedHost } from "./allow-list";

/** Where outgoing calls may go. `ownOrigins` are all the origins this instance answers on, such as `http://localhost:3000`. */
export type OutgoingPolicy = { readonly allow: AllowList; readonly ownOrigins: readonly string[] };

/** Name or literal (without brackets), and the port actually dialled. */
export type Target = { hostname: string; port: number; own: boolean };

const maxLength = 8192;

// The ports browsers refuse (WHATWG Fetch §2.9): other protocols that can be talked into reading HTTP.
const badPorts = new Set(
  `0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123
  135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995
  1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080`
    .split(/\s+/)
    .map(Number),
);

const invalid = (message: string) => new TransportError("invalid_url", message);
const blocked = (message: string) => new TransportError("blocked", message);

const portOf = (url: URL) => Number(url.port || (url.protocol === "https:" ? 443 : 80));
const bareHost = (url: URL) => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

type Own = { origin: string; hostname: string; port: number };
const parsedOrigins = new WeakMap<readonly string[], Own[]>();

/** The policy's own origins, taken apart once. Throws AppError("invalid") for one that is no http(s) origin. */
export function ownAddresses({ ownOrigins }: OutgoingPolicy): Own[] {
  const known = parsedOrigins.get(ownOrigins);
  if (known) return known;
  const own = ownOrigins.map((text) => {
    if (!/^https?:\/\//.test(text) || !URL.canParse(text))
      throw new AppError("invalid", `"${text}" is not an origin such as https://desk.example.com.`);
    const url = new URL(text);
    return { origin: url.origin, hostname: bareHost(url), port: portOf(url) };
  });
  parsedOrigins.set(ownOrigins, own);
  return own;
}

const isWebPort = (port: number) => port === 80 || port === 443;

/** What the transport needs to know about a checked URL. */
export function targetOf(url: URL, policy: OutgoingPolicy): Target {
  const hostname = bareHost(url);
  const port = portOf(url);
  const own = ownAddresses(policy).some(
    (mine) => mine.hostname === hostname && (mine.port === port || (isWebPort(mine.port) && isWebPort(port))),
  );
  return { hostname, port, own };
}

// Percent-encoded dots, slashes, backslashes and percent signs are decoded somewhere down the line.
const isInspectorPath = (path: string) => /^\/inspect\/[^\\;]*$/.test(path) && !/%(2e|2f|5c|25)|\/\//i.test(path);

const isLoopback = (ip: string) => classifyAddress(ip).why.startsWith("loopback");

/** Why this address must not be dialled for this target, in words for administrators; undefined when it may be. */
export function addressRefusal(address: string, target: Target, policy: OutgoingPolicy): string | undefined {
  const { reach, why } = classifyAddress(address);
  const name = target.hostname === address ? address : `${target.hostname} is ${address}, which`;
  if (reach === "never") return `${name} can never be called (${why}).`;
  if (target.own) return undefined;
  // Another name for our own loopback port, even when loopback is allowed for partners on this machine.
  const itself = ownAddresses(policy).some(
    (mine) =>
      mine.port === target.port &&
      (mine.hostname === address ||
        (isLoopback(address) && (mine.hostname === "localhost" || isLoopback(mine.hostname)))),
  );
  if (itself) return `${name} is this instance's own address; use its configured name and a path below /inspect/.`;
  if (reach === "public" || isAllowedHost(policy.allow, target.hostname) || isAllowedAddress(policy.allow, address))
    return undefined;
  return `${name} is not a public address (${why}). To allow it, list it in HOOKDESK_ALLOW_NET.`;
}

function parse(text: string): URL {
  if (text.length > maxLength) throw invalid(`The URL is longer than ${maxLength} characters.`);
  if (/\p{Cc}/u.test(text)) throw invalid("The URL contains a tab, a line break or another control character.");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw invalid("The URL must begin with http:// or https://.");
  if (scheme !== "http" && scheme !== "https") throw invalid(`Only http and https URLs can be called, not ${scheme}.`);
  const [place = ""] = text.split(/[?#]/, 1);
  if (place.includes("\\")) throw invalid("The URL contains a backslash; write / instead.");
  const authority = /^https?:\/\/([^/]+)/i.exec(place)?.[1];
  if (authority === undefined) throw invalid("The URL names no host.");
  if (authority.includes("@"))
    throw invalid("The URL contains a user name or password before the host; use the authentication settings instead.");
  if (/^\[[^\]]*%/.test(authority)) throw invalid("The URL's host has a zone id, which is not supported.");
  try {
    return new URL(text);
  } catch {
    throw invalid("The URL is malformed; check its host and port.");
  }
}

/**
 * Parses and judges a URL before any network use. Throws TransportError "invalid_url" or "blocked", whose message
 * names what is wrong and never repeats path or query. Names are judged again by address when they are resolved.
 */
export function checkUrl(text: string, policy: OutgoingPolicy): URL {
  const url = parse(text.trim());
  const target = targetOf(url, policy);
  if (target.hostname === "") throw invalid("The URL names no host.");
  if (badPorts.has(target.port))
    throw blocked(`Port ${target.port} is reserved for another protocol and cannot be called.`);
  if (target.own) {
    const exact = ownAddresses(policy).some((mine) => mine.origin === url.origin);
    if (exact && isInspectorPath(url.pathname)) return url;
    throw blocked(
      `${url.host} is this instance's own address; only its request inspector below /inspect/ can be called.`,
    );
  }
  if (isIP(target.hostname) !== 0) {
    const refusal = addressRefusal(target.hostname, target, policy);
    if (refusal) throw blocked(refusal);
  } else if (isLocalName(target.hostname) && !isAllowedHost(policy.allow, target.hostname) && !allowsLoopback(policy))
    throw blocked(`${target.hostname} is this machine (loopback). To allow it, list it in HOOKDESK_ALLOW_NET.`);
  return url;
}

/** Names that mean this machine, whatever a name server says. */
export const isLocalName = (hostname: string) => /(^|\.)localhost$/.test(hostname);
const allowsLoopback = ({ allow }: OutgoingPolicy) =>
  isAllowedAddress(allow, "127.0.0.1") || isAllowedAddress(allow, "::1");
