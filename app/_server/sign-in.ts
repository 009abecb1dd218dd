import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import { addressBytes } from "@/lib/http/addresses";
import { verifyPassword } from "./passwords";
import type { Runtime } from "./runtime";

const window = 15 * 60;
const perAccount = new RateLimiterMemory({ keyPrefix: "account", points: 5, duration: window });
const perAddress = new RateLimiterMemory({ keyPrefix: "address", points: 50, duration: window });

/**
 * Checks e-mail and password; returns whose they are. One answer for unknown, disabled and wrong, after the same time.
 * Five failures for one account from one address, or fifty from one address, stop further tries for 15 minutes (AppError "limit").
 */
export async function checkSignIn(
  { stores }: Pick<Runtime, "stores">,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<number> {
  const caller = callerOf(address);
  // Spellings the store takes for the same account must share one count.
  const key = `${email.replaceAll("\0", "").trim().toLowerCase()}|${caller}`;
  await spend(() => perAddress.consume(caller));
  await spend(() => perAccount.consume(key));
  const found = await stores.accounts.findForSignIn(email);
  if (!(await verifyPassword(found?.passwordHash, password)) || !found)
    throw new AppError("invalid", "E-mail address or password is wrong.");
  await Promise.all([perAccount.delete(key), perAddress.reward(caller)]);
  return found.account.personId;
}

/** An IPv6 caller has a whole /64 to choose addresses from; an IPv4 one may come written as IPv6. */
export function callerOf(address: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const bytes = v4 || !isIPv6(address) ? undefined : addressBytes(address.split("%", 1)[0] ?? "");
  return bytes ? `${bytes.slice(0, 8).join(".")}/64` : (v4 ?? address);
}

async function spend(consume: () => Promise<unknown>): Promise<void> {
  try {
    await consume();
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const minutes = Math.max(1, Math.ceil(refusal.msBeforeNext / 60_000));
    throw new AppError(
      "limit",
      `Too many failed tries. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"} and try again.`,
    );
  }
}
