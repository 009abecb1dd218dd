import type { AuthType } from "./auth-type";

export const none: AuthType<unknown> = { secretValues: () => [], wrap: (transport) => transport };
