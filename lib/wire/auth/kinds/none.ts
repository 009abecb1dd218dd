import { z } from "zod";
import { defineAuthKind } from "./auth-kind";

export const none = defineAuthKind({
  type: "none",
  label: "No Authentication",
  schema: z.object({ type: z.literal("none") }),
  fields: [],
  secrets: [],
});
