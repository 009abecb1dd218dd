import type { Builtin, FreeFunction, Parameter, Task, TypeName } from "../builtins/builtin";
import type { Scope, StoredFunction, Variable } from "../check/resolution";
import { type Kind, typeNames } from "../values/value";
import type { Document } from "./document";

/** As messages and signatures name a type. */
export const typeText = (type: TypeName): string =>
  type === "any" ? "ANY" : type === "void" ? "nothing" : typeNames[type as Kind];

/** A call as it is written, with the place of each parameter in `text`. */
export type CallText = {
  text: string;
  parameters: readonly { label: string; start: number; end: number; doc?: string }[];
};

/** `name(a, b)` with a label per parameter. */
export function callText(name: string, labels: readonly { label: string; doc?: string }[], returns: string): CallText {
  let text = `${name}(`;
  const parameters = labels.map(({ label, doc }, at) => {
    if (at > 0) text += ", ";
    const start = text.length;
    text += label;
    return { label, start, end: text.length, ...(doc ? { doc } : {}) };
  });
  return { text: `${text}) → ${returns}`, parameters };
}

/** `start: NUMBER`, `end?: NUMBER`, `…items: ANY`. */
const labelOf = ({ name, type, isOptional, isRest, doc }: Parameter) => ({
  label: `${isRest ? "…" : ""}${name}${isOptional ? "?" : ""}: ${typeText(type)}`,
  ...(doc ? { doc } : {}),
});

export const methodText = ({ name, parameters, returns }: Builtin): CallText =>
  callText(name, parameters.map(labelOf), typeText(returns));

/** `f(x, a)`: the receiver is the first argument. */
export const onFirstText = ({ name, on, parameters, returns }: Builtin): CallText =>
  callText(name, [{ label: `value: ${on.map(typeText).join(" | ")}` }, ...parameters.map(labelOf)], typeText(returns));

export const freeText = ({ path, parameters, returns }: FreeFunction): CallText =>
  callText(path, parameters.map(labelOf), typeText(returns));

export function ownText({ path, parameters, function: node }: Scope): CallText {
  const labels = parameters.map(({ name }, at) => {
    const type = node?.parameters[at]?.type?.text;
    return { label: type ? `${name}: ${type}` : name };
  });
  return callText(path, labels, node?.returnType.text ?? "");
}

export const storedText = ({ path, signature }: StoredFunction): CallText =>
  callText(
    path,
    (signature?.parameters ?? []).map(({ name, type }) => ({ label: `${name}: ${type}` })),
    signature?.returnType ?? "?",
  );

export const taskText = ({ path, attributes }: Task): string =>
  `${path} [ ${attributes
    .filter(({ isRequired }) => isRequired)
    .map(({ key }) => `${key}: …`)
    .join(" ")} ]`;

/** What a variable holds at an offset, as far as one can tell. */
export function typeAt({ checked }: Document, variable: Variable, offset: number): TypeName {
  const all = checked.types.variables.get(variable) ?? [];
  let type: TypeName = all[0]?.value.type ?? "any";
  for (const { at, value } of all) {
    if (at > offset) break;
    type = value.type;
  }
  return type;
}

const roles: Record<Variable["role"], string> = {
  ...{ parameter: "parameter", variable: "variable", loop: "loop variable", error: "caught error" },
};

export const roleText = ({ role }: Variable): string => roles[role];
