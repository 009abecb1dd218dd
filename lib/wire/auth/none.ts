import { z } from "zod";
import { defineAuthType } from "./auth-type";

export const none = defineAuthType({
  type: "none",
  label: "No Authentication",
  schema: z.object({ type: z.literal("none") }),
  secrets: [],
  secretValues: () => [],
  wrap: (transport) => transport,
});
