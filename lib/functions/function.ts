import { z } from "zod";
import { plainText } from "@/lib/core/text";

/** Types a callback function declares (systems.md §0.2.2), as the vendor's form names them. */
export const returnTypes = ["map", "string", "int", "bool", "date", "float", "void"] as const;
export type ReturnType = (typeof returnTypes)[number];
export const parameterTypes = ["map", "string", "int", "bool", "date", "float"] as const;
export type ParameterType = (typeof parameterTypes)[number];

export const mostParameters = 10;
export const longestSource = 500_000;

export const functionParameter = z.object({
  name: plainText
    .trim()
    .min(1, "Enter a name")
    .max(100)
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "Use letters, digits and _, beginning with a letter, such as ticketId"),
  type: z.enum(parameterTypes).default("string"),
});
export type FunctionParameter = z.output<typeof functionParameter>;

/** What callers may do at most; above it they get the failure reply (systems.md S9). */
export const callLimits = z.object({
  ratePerMinute: z.number().int().min(1, "At least 1").max(60_000, "At most 60,000").default(600),
  /** Calls that run at the same time. */
  concurrency: z.number().int().min(1, "At least 1").max(1_000, "At most 1,000").default(50),
  timeSeconds: z.number().int().min(1, "At least 1 second").max(60, "At most 60 seconds").default(60),
});

/** The form of a callback function without what only its page does: publishing, tests, the caller's proof (§0.2). */
export const functionInput = z
  .object({
    name: plainText.trim().min(1, "Enter a function name").max(200),
    returnType: z.enum(returnTypes).default("string"),
    description: plainText.max(2_000).default(""),
    /** Goes into the URL; blank until the function is published. */
    apiName: z
      .string()
      .trim()
      .regex(
        /^(|[A-Za-z][A-Za-z0-9_]{0,99})$/,
        "Use letters, digits and _, beginning with a letter, such as create_ticket",
      )
      .default(""),
    parameters: z.array(functionParameter).max(mostParameters, `At most ${mostParameters} parameters`).default([]),
    source: z
      .string()
      .max(longestSource, `Shorten the script to ${longestSource.toLocaleString("en")} characters`)
      .default(""),
    limits: callLimits.default({ ratePerMinute: 600, concurrency: 50, timeSeconds: 60 }),
  })
  .superRefine(({ parameters }, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of parameters.entries()) {
      if (seen.has(name))
        context.addIssue({ code: "custom", path: ["parameters", index, "name"], message: `“${name}” is there twice` });
      seen.add(name);
    }
  });
export type FunctionInput = z.output<typeof functionInput>;

/** How callers that can prove who they are do it, besides the token in the URL; the secret itself is never shown again. */
export const callerProofs = {
  none: "The token in the URL",
  header: "The token and a secret in a header",
  hmac: "The token and a signature of the body",
} as const;
export type CallerProof = keyof typeof callerProofs;

export type CallbackFunction = FunctionInput & {
  id: string;
  /** Rises with every save. */
  version: number;
  isPublished: boolean;
  publishedAt: Date | null;
  /** Last four characters of the token; null while there is none. */
  tokenEnd: string | null;
  proof: { kind: CallerProof /** Of the header that carries secret or signature. */; headerName: string };
  createdAt: Date;
  updatedAt: Date;
  updatedByName: string;
  lastRunAt: Date | null;
  lastOutcome: "succeeded" | "failed" | null;
};

/** A saved version, for history, diff and restore. */
export type FunctionVersion = {
  functionId: string;
  version: number;
  at: Date;
  actorName: string;
  values: FunctionInput;
};

/** A saved call with what it must give (§ issue 6.3). `arguments` is JSON text as a caller would send it. */
export const functionTestInput = z.object({
  name: plainText.trim().min(1, "Enter a name").max(200),
  arguments: z.string().max(100_000).default("{}"),
  /** "output": the text of the value; "error": the message contains this. */
  expects: z.object({ kind: z.enum(["output", "error"]), text: z.string().max(100_000) }),
});
export type FunctionTestInput = z.output<typeof functionTestInput>;
export type FunctionTest = FunctionTestInput & {
  id: string;
  functionId: string;
  createdAt: Date;
  updatedAt: Date;
};
