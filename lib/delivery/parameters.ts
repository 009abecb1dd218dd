import { AppError } from "@/lib/core/errors";
import { nameKey } from "@/lib/desk/custom-forms";
import type { TicketGraph } from "@/lib/desk/ticket";
import { rendered } from "./rendered";
import { ticketScope } from "./scope";
import type { WebhookConfig, WebhookParameter } from "./webhook";

const longest = 100_000;
const lineBreak = /\r\n|[\r\n\u2028\u2029]/g;
const sameText = (a: string, b: string) => a.replace(/\r\n/g, "\n") === b.replace(/\r\n/g, "\n");

/**
 * The values a firing goes out with, by declared name: what was given (names compared without case and blanks), else the
 * rendered default text (spec §4.3). AppError("invalid") names each value that can't be.
 */
export function resolveParameters(
  config: Pick<WebhookConfig, "parameters">,
  given: Record<string, string>,
  graph: TicketGraph,
  now: Date,
): Record<string, string> {
  const problems: Record<string, string[]> = {};
  const values: [string, string][] = [];
  const known = new Set(config.parameters.map(({ name }) => nameKey(name)));
  for (const name of Object.keys(given))
    if (!known.has(nameKey(name))) problems[`parameters.${name}`] = [`This webhook has no parameter “${name}”`];
  const byKey = new Map(Object.entries(given).map(([name, value]) => [nameKey(name), value]));
  const scope = ticketScope(graph, {}, now);
  for (const parameter of config.parameters) {
    const { name } = parameter;
    const text = rendered(`parameters.${name}`, `The default text of “${name}”`, parameter.defaultText, "text", scope, {
      now,
    });
    const fallback = fitted(parameter, text);
    const value = byKey.get(nameKey(name)) ?? fallback;
    const problem = problemWith(parameter, value, fallback);
    if (problem) problems[`parameters.${name}`] = [problem];
    values.push([name, value.replaceAll("\0", "")]);
  }
  const sentences = Object.values(problems).flat();
  if (sentences.length > 0) throw new AppError("invalid", `${sentences.slice(0, 3).join(". ")}.`, problems);
  return Object.fromEntries(values);
}

const fitted = ({ displayType }: WebhookParameter, text: string) =>
  displayType === "freetext" ? text.replace(lineBreak, " ") : text;

/** Values that templates made, as the form would hold them: those of single-line parameters on one line. */
export function fitParameters(
  { parameters }: Pick<WebhookConfig, "parameters">,
  values: Record<string, string>,
): Record<string, string> {
  const declared = new Map(parameters.map((parameter) => [nameKey(parameter.name), parameter]));
  const entries = Object.entries(values).map(([name, text]): [string, string] => {
    const parameter = declared.get(nameKey(name));
    return [name, parameter ? fitted(parameter, text) : text];
  });
  return Object.fromEntries(entries);
}

function problemWith({ name, isReadOnly, displayType }: WebhookParameter, value: string, fallback: string) {
  if (isReadOnly && !sameText(value, fallback)) return `“${name}” is read only and can't be given another value`;
  if (value.length > longest) return `“${name}” is longer than ${longest.toLocaleString("en")} characters`;
  if (displayType === "freetext" && value.search(lineBreak) >= 0)
    return `“${name}” is a single line: leave out line breaks`;
  return undefined;
}
