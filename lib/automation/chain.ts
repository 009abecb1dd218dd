import type { Cause, ChainStep } from "@/lib/desk/history";

const names = { webhook: "webhook", rule: "rule", webMethod: "web method", function: "callback function" } as const;
const mostNamed = 12;

/** “Rule “A” → webhook “B” → rule “A””: what led to what, oldest first. */
export function chainInWords(steps: readonly ChainStep[]): string {
  const words = steps.map(({ kind, name }) => `${names[kind]} “${name}”`);
  const shown =
    words.length > mostNamed
      ? [...words.slice(0, mostNamed / 2), `${words.length - mostNamed} more`, ...words.slice(-mostNamed / 2)]
      : words;
  const text = shown.join(" → ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether a rule is among what led here. */
export const isInChain = (cause: Cause, ruleId: string): boolean =>
  (cause.chain ?? []).some(({ kind, id }) => kind === "rule" && id === ruleId);
