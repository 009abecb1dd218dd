import { asObject, getPath } from "@/lib/core/json";

/** The messages in a form's nested errors below `name`, by path from there: `conditions.0.value`; "" is the value itself. */
export function errorsBelow(errors: unknown, name: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  const walk = (node: unknown, path: string) => {
    if (Array.isArray(node)) {
      for (const [index, inner] of node.entries()) walk(inner, path === "" ? `${index}` : `${path}.${index}`);
      return;
    }
    const entries = asObject(node);
    if (!entries) return;
    // An error of react-hook-form has a type and a message; what hangs below a value has neither.
    if (typeof entries.message === "string" && typeof entries.type === "string") found[path] = [entries.message];
    for (const [key, inner] of Object.entries(entries))
      if (key !== "ref" && key !== "types" && typeof inner === "object")
        walk(inner, key === "root" ? path : path === "" ? key : `${path}.${key}`);
  };
  walk(getPath(errors, name), "");
  return found;
}
