import { z } from "zod";
import { passwordRule } from "@/lib/access/role";

export const passwordInput = z
  .object({
    current: z.string().min(1, "Enter your current password").max(200),
    password: passwordRule,
    again: z.string(),
  })
  .refine((input) => input.password === input.again, { path: ["again"], message: "The two new passwords differ" });
