import { AppError } from "@/lib/core/errors";
import { addressBytes, classifyAddress, isWithin, type Network, parseNetwork, unwrapAddress } from "./addresses";
import { type AllowList, isAllowedHost } from "./allow-list";

/** The proxy that outgoing calls take, as an administrator set it. */
export type OutgoingProxy = {
  hostname: string;
  port: number;
  /** Whether it is spoken to with TLS. */
  isSecure: boolean;
  /** Value of `proxy-authorization`; a secret, told to nobody but the proxy. */
  authorization?: string;
  /** Places that are called without it. */
  except: AllowList;
  /** Whether it resolves names: then its own rules decide about addresses, not ours. */
  resolvesNames: boolean;
};

// None of these repeats the URL, which may hold a password.
const refuse = (why: string): never => {
  throw new AppError("invalid", `HOOKDESK_PROXY ${why}`);
};

function credentialsOf({ username, password }: URL): string | undefined {
  if (username === "" && password === "") return undefined;
  try {
    const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(plain, "utf8").toString("base64")}`;
  } catch {
    return refuse("must have its user name and password percent-encoded, such as %25 for %");
  }
}

function parseException(entry: string): Network | string {
  const network = parseNetwork(/^\[.*\]$/.test(entry) ? entry.slice(1, -1) : entry);
  if (network) return network;
  if (!/^(\*?\.)?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i.test(entry) || /^[\d.]+$/.test(entry))
    throw new AppError(
      "invalid",
      `HOOKDESK_NO_PROXY must list networks such as 10.1.0.0/16, addresses and host names such as *.corp.example, not "${entry}"`,
    );
  return entry.toLowerCase().replace(/^\./, "*.");
}

/** Reads `HOOKDESK_NO_PROXY`: host names (`*.corp.example` covers what is below), addresses and networks between commas. */
export function parseExceptions(text: string): AllowList {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map(parseException);
  return {
    networks: entries.filter((entry) => typeof entry !== "string"),
    hosts: entries.filter((entry) => typeof entry === "string"),
  };
}

/** Reads `HOOKDESK_PROXY`, a URL such as `http://user:password@proxy.corp.example:3128`. AppError("invalid") says what is wrong. */
export function parseProxy(text: string, except: AllowList, resolvesNames: boolean): OutgoingProxy {
  const shape = "must be a URL such as http://proxy.example.com:3128";
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return refuse(shape);
  const url = new URL(text);
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return refuse(`${shape}, without a path`);
  const isSecure = url.protocol === "https:";
  return {
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port || (isSecure ? 443 : 80)),
    isSecure,
    authorization: credentialsOf(url),
    except,
    resolvesNames,
  };
}

/** Whether this name or address is called without the proxy, told by its spelling alone. */
export const isExceptedHost = ({ except }: OutgoingProxy, hostname: string): boolean => isAllowedHost(except, hostname);

/** Whether this address is called without the proxy: one listed, or loopback, which would be the proxy's own machine. */
export function isExceptedAddress({ except }: OutgoingProxy, ip: string): boolean {
  const bytes = addressBytes(ip);
  if (!bytes) return false;
  const inner = unwrapAddress(bytes);
  return classifyAddress(ip).why.startsWith("loopback") || except.networks.some((network) => isWithin(inner, network));
}
