import { type AuthType, withHeader } from "./auth-type";
import type { AuthOf } from "./kinds";

export const apiKey: AuthType<AuthOf<"apiKey">> = {
  secretValues: ({ value }) => [value],
  wrap: (transport, { header, value }) => withHeader(transport, header.toLowerCase(), value),
};
