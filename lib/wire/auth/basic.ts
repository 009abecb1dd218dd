import { type AuthType, base64, withHeader } from "./auth-type";
import type { AuthOf } from "./kinds";

/** RFC 7617 with UTF-8, which servers that say nothing else expect today. */
const credentials = ({ username, password }: AuthOf<"basic">) => base64(`${username}:${password}`);

export const basic: AuthType<AuthOf<"basic">> = {
  secretValues: (config) => [credentials(config), config.password],
  wrap: (transport, config) => withHeader(transport, "authorization", `Basic ${credentials(config)}`),
};
