import type { HonoRequest } from "hono";
import { may, type Permission, type Principal, permissions } from "@/lib/access/permissions";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "../../tokens";
import type { ApiRuntime } from "./endpoint";

/**
 * The principal behind `Authorization: Bearer <key>`, if its role allows what is asked. Session cookies count for nothing
 * here, so no page elsewhere can act in a signed-in person's name.
 */
export async function authenticate(
  request: HonoRequest,
  { stores, clock }: Pick<ApiRuntime, "stores" | "clock">,
  needed: Permission,
): Promise<Principal> {
  const key = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(request.header("authorization") ?? "")?.[1];
  if (!key) throw new AppError("unauthenticated", "Send an API key in the header Authorization: Bearer <key>.");
  const principal = await stores.apiKeys.find(hashToken(key), clock.now());
  if (!principal) throw new AppError("unauthenticated", "This API key is not known or was revoked.");
  if (!may(principal, needed))
    throw new AppError(
      "forbidden",
      `The role ${principal.roleName} of this API key does not include “${permissions[needed]}”.`,
    );
  return principal;
}
