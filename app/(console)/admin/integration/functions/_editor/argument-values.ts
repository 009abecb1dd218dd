import type { FunctionParameter } from "@/lib/functions/function";

/** What is typed for each parameter, as text. */
export type ArgumentTexts = Record<string, string>;

/**
 * The arguments as JSON text, or what is wrong by parameter. Blank ones are left out (they are null then); numbers keep
 * their digits, however many there are.
 */
export function argumentsOf(
  parameters: readonly FunctionParameter[],
  texts: ArgumentTexts,
): { json: string } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const members: string[] = [];
  for (const { name, type } of parameters) {
    const text = texts[name] ?? "";
    if (type === "string" ? text === "" : text.trim() === "") continue;
    const written = writtenAs(type, text);
    if ("error" in written) errors[name] = written.error;
    else members.push(`${JSON.stringify(name)}:${written.json}`);
  }
  return Object.keys(errors).length > 0 ? { errors } : { json: `{${members.join(",")}}` };
}

function writtenAs(type: FunctionParameter["type"], text: string): { json: string } | { error: string } {
  const bare = text.trim();
  switch (type) {
    case "int":
      return /^-?\d+$/.test(bare) ? { json: number(bare) } : { error: "Enter a whole number, such as 42" };
    case "float":
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(bare)
        ? { json: JSON.stringify(Number(bare)) }
        : { error: "Enter a number, such as 1.5" };
    case "bool":
      return { json: bare };
    case "map":
      return isObject(bare) ? { json: bare } : { error: 'Enter a JSON object, such as {"id": 1}' };
    default:
      return { json: JSON.stringify(text) };
  }
}

/** As JSON has numbers: without zeros in front. */
const number = (digits: string) => digits.replace(/^(-?)0+(?=\d)/, "$1");

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Texts for the form from arguments as a caller sends them; what the parameters don't have is left out. */
export function textsOf(parameters: readonly FunctionParameter[], json: string): ArgumentTexts {
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    return {};
  }
  if (typeof given !== "object" || given === null) return {};
  const known = given as Record<string, unknown>;
  return Object.fromEntries(
    parameters
      .filter(({ name }) => Object.hasOwn(known, name) && known[name] !== null)
      .map(({ name }) => {
        const value = known[name];
        return [name, typeof value === "string" ? value : JSON.stringify(value)];
      }),
  );
}

const keyOf = (id: string) => `hookdesk.function-arguments.${id}`;

/** Arguments of the last run of a function in this browser tab; "{}" for none. They may be secret: closing the tab forgets them. */
export function lastArguments(id: string | undefined): string {
  try {
    return (id !== undefined && window.sessionStorage.getItem(keyOf(id))) || "{}";
  } catch {
    return "{}";
  }
}

export function rememberArguments(id: string, json: string) {
  try {
    window.sessionStorage.setItem(keyOf(id), json);
  } catch {
    // Only a convenience is lost.
  }
}
