import { z } from "zod";

/** What zod says by itself, in words for people; a schema's own message always wins. Undefined leaves zod's text. */
export function messageOf(issue: z.core.$ZodRawIssue): string | undefined {
  const count = (limit: unknown) => Number(limit).toLocaleString("en");
  switch (issue.code) {
    case "too_big":
      if (issue.origin === "string") return `Use at most ${count(issue.maximum)} characters`;
      if (issue.origin === "array") return `At most ${count(issue.maximum)} entries`;
      return `Enter at most ${count(issue.maximum)}`;
    case "too_small":
      if (issue.origin === "string")
        return issue.minimum === 1 ? "Fill this in" : `Use at least ${count(issue.minimum)} characters`;
      if (issue.origin === "array")
        return `At least ${count(issue.minimum)} ${issue.minimum === 1 ? "entry" : "entries"}`;
      return `Enter at least ${count(issue.minimum)}`;
    case "invalid_type":
      if (issue.input === undefined || issue.input === null) return "Fill this in";
      if (issue.expected === "int") return "Enter a whole number";
      return undefined;
    case "invalid_value":
      return issue.values.length > 1 && issue.values.length <= 12
        ? `Choose one of ${issue.values.join(", ")}`
        : undefined;
    default:
      return undefined;
  }
}

z.config({ customError: messageOf });
