import { z } from "zod";
import { passwordRule } from "@/lib/access/role";

export const signInInput = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address").max(254),
  password: z.string().min(1, "Enter your password").max(200),
});

export const firstRunInput = z.object({
  firstName: z.string().trim().max(100),
  lastName: z.string().trim().min(1, "Enter at least your last name").max(100),
  email: z.string().trim().toLowerCase().pipe(z.email("Enter an e-mail address such as annie@example.com")),
  password: passwordRule,
  withDemo: z.boolean(),
});
