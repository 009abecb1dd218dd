import { createHash, randomBytes } from "node:crypto";

/** 32 random bytes; only the hash is stored. The prefix lets secret scanners recognise a leaked one. */
export const newToken = (prefix: "hdk" | "hds" | "hdf"): string => `${prefix}_${randomBytes(32).toString("base64url")}`;

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

export const hintOf = (token: string): string => token.slice(-4);
