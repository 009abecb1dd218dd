import { z } from "zod";
import { defineAuthType, withHeader } from "./auth-type";

const basicSchema = z.object({
  type: z.literal("basic"),
  username: z
    .string()
    .min(1, "Enter a username.")
    .max(500, "A username has at most 500 characters.")
    .refine((name) => !name.includes(":"), "A username for Basic authentication cannot contain a colon."),
  password: z.string().min(1, "Enter a password.").max(1000, "A password has at most 1000 characters."),
});

/** RFC 7617 with UTF-8, which servers that say nothing else expect today. */
const credentials = ({ username, password }: { username: string; password: string }) =>
  btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)));

export const basic = defineAuthType({
  type: "basic",
  label: "Basic",
  schema: basicSchema,
  secrets: ["password"],
  secretValues: (config) => [credentials(config), config.password],
  wrap: (transport, config) => withHeader(transport, "authorization", `Basic ${credentials(config)}`),
});
