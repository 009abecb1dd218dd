import { z } from "zod";
import { type Auth, type AuthType, authKinds } from "./kinds";

/** Credentials as a form sends them: a blank secret keeps the stored one; `shared` points at a named connection. */
export type AuthInput = { type: AuthType | "shared" } & Record<string, string>;
