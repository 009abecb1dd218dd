import type { Builtin, Parameter, TypeName } from "./builtin";

/** A parameter in one call. */
export const parameter = (name: string, type: TypeName, doc?: string): Parameter => ({
  name,
  type,
  ...(doc === undefined ? {} : { doc }),
});

export const optional = (name: string, type: TypeName, doc?: string): Parameter => ({
  ...parameter(name, type, doc),
  isOptional: true,
});

type Told = Omit<Builtin, "section">;

/** Entries of one section. */
export const section = (name: string, entries: readonly Told[]): Builtin[] =>
  entries.map((entry) => ({ ...entry, section: name }));
