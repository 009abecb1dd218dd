import { type Cause, type ChainStep, deepestChain } from "@/lib/desk/history";

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

/** Why running a callback function would close a loop, or be one too many (spec §4.9.3); undefined when it may run. */
export function whyCallLoops({ id, name }: { id: string; name: string }, { chain = [] }: Cause): string | undefined {
  const functions = chain.filter(({ kind }) => kind === "function");
  const led = chainInWords([...chain, { kind: "function", id, name }]);
  if (functions.some((step) => step.id === id))
    return `“${name}” was not run again: what led here began with it (${led}).`;
  if (functions.length >= deepestChain)
    return `“${name}” was not run: ${deepestChain} callback functions have already led to each other (${led}).`;
  return undefined;
}
