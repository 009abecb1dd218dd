import { type AuthType, withHeader } from "./auth-type";
import type { AuthOf } from "./kinds";

/** RFC 6750 §2.1. */
export const bearer: AuthType<AuthOf<"bearer">> = {
  secretValues: ({ token }) => [token],
  wrap: (transport, { token }) => withHeader(transport, "authorization", `Bearer ${token}`),
};
