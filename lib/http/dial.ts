import { lookup } from "node:dns/promises";
import { connect as connectTcp, isIP, type LookupFunction } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import { isTransportError, TransportError } from "@/lib/core/transport";
import { isSameAddress } from "./addresses";
import {
  type Connection,
  type DialOptions,
  handshakeOptions,
  type Resolve,
  type Resolved,
  secured,
} from "./connection";
import { dialThroughProxy } from "./dial-proxy";
import { connectFailure, dnsFailure, tlsFailure } from "./failures";
import { addressRefusal, isLocalName, type Target } from "./guard";
import { isExceptedAddress, isExceptedHost } from "./proxy";

export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** Lets connections that open at the same moment share one lookup; nothing is remembered afterwards. */
export function sharedResolve(resolve: Resolve): Resolve {
  const running = new Map<string, Promise<Resolved[]>>();
  return (hostname) => {
    const known = running.get(hostname);
    if (known) return known;
    const lookedUp = resolve(hostname).finally(() => running.delete(hostname));
    running.set(hostname, lookedUp);
    return lookedUp;
  };
}

async function resolveWithin({ resolve, limits }: DialOptions, hostname: string): Promise<Resolved[]> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const error = new TransportError(
      "dns",
      `The name server gave no address for ${hostname} within ${limits.dnsMs} ms.`,
    );
    timer = setTimeout(() => reject(error), limits.dnsMs);
  });
  const answers = resolve(hostname).catch((error: unknown) => Promise.reject(dnsFailure(hostname, error)));
  try {
    return await Promise.race([answers, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const proxyHint = " If only the proxy knows such names, set HOOKDESK_PROXY_DNS=proxy.";

async function addressesOf(options: DialOptions, { hostname, own }: Target): Promise<Resolved[]> {
  const family = isIP(hostname);
  if (family !== 0) return [{ address: hostname, family }];
  try {
    return await resolveWithin(options, hostname);
  } catch (error) {
    const proxy = options.proxy?.proxy;
    if (!isTransportError(error) || !proxy || own || isExceptedHost(proxy, hostname)) throw error;
    throw new TransportError("dns", error.message + proxyHint, error.details, { cause: error });
  }
}

/** One bad answer condemns the name: an attacker may mix a good address with a private one. */
async function vettedAddresses(options: DialOptions, target: Target): Promise<Resolved[]> {
  const list = await addressesOf(options, target);
  if (list.length === 0) throw new TransportError("dns", `The host name ${target.hostname} has no address.`);
  for (const { address } of list) {
    const refusal = addressRefusal(address, target, options.policy);
    if (refusal) throw new TransportError("blocked", refusal, { remoteAddress: address });
  }
  return list;
}

/** Hands Node the addresses that were checked, so that the name is not resolved a second time. */
const pinned =
  (list: Resolved[]): LookupFunction =>
  (_hostname, options, done) => {
    const [first] = list;
    if (options.all) done(null, list);
    else if (first) done(null, first.address, first.family);
  };

const isVetted = (list: Resolved[], peer: string) => list.some(({ address }) => isSameAddress(address, peer));

/** Opens a connection whose address was checked before it was dialled. Rejects with TransportError only. */
export async function dial(options: DialOptions, target: Target, secure: boolean): Promise<Connection> {
  const isName = isIP(target.hostname) === 0;
  const proxy = target.own ? undefined : options.proxy?.proxy;
  const isProxied = proxy !== undefined && !isExceptedHost(proxy, target.hostname);
  if (isProxied && isName && proxy.resolvesNames && !isLocalName(target.hostname))
    return dialThroughProxy(options, target, secure, [], undefined);
  const list = await vettedAddresses(options, target);
  const dnsAt = isName ? performance.now() : undefined;
  return isProxied && !list.every(({ address }) => isExceptedAddress(proxy, address))
    ? dialThroughProxy(options, target, secure, list, dnsAt)
    : open(options, target, secure, list, dnsAt);
}

function open(options: DialOptions, target: Target, secure: boolean, list: Resolved[], dnsAt: number | undefined) {
  const { connectMs } = options.limits;
  const isName = isIP(target.hostname) === 0;
  const place = `${target.hostname}:${target.port}${isName ? ` (${list.map(({ address }) => address).join(", ")})` : ""}`;
  const base = {
    host: target.hostname,
    port: target.port,
    lookup: pinned(list),
    highWaterMark: 64 * 1024,
    autoSelectFamily: list.length > 1,
    autoSelectFamilyAttemptTimeout: 1_000,
  };
  return new Promise<Connection>((resolve, reject) => {
    const socket = secure ? connectTls({ ...base, ...handshakeOptions(options, target) }) : connectTcp(base);
    let connectAt: number | undefined;
    let remoteAddress = list.length === 1 ? list[0]?.address : undefined;
    const fail = (error: TransportError) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => {
      const what = connectAt === undefined ? "accept the connection" : "finish the TLS handshake";
      fail(new TransportError("timeout", `${place} did not ${what} within ${connectMs} ms.`, { remoteAddress }));
    }, connectMs);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on("error", (error) => {
      fail(
        connectAt === undefined ? connectFailure(place, remoteAddress, error) : tlsFailure(place, remoteAddress, error),
      );
    });
    socket.once("connect", () => {
      connectAt = performance.now();
      remoteAddress = socket.remoteAddress;
      if (remoteAddress === undefined || !isVetted(list, remoteAddress)) {
        fail(
          new TransportError("blocked", `${place} was answered from another address (${remoteAddress ?? "closed"}).`),
        );
      } else if (!secure) {
        clearTimeout(timer);
        resolve({ socket, remoteAddress, dnsAt, connectAt });
      }
    });
    socket.once("secureConnect", () => {
      clearTimeout(timer);
      if (connectAt === undefined || socket.destroyed || !(socket instanceof TLSSocket)) return;
      resolve(secured(socket, { remoteAddress, dnsAt, connectAt }));
    });
  });
}
