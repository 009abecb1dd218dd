import type { Name } from "../ast";
import type { TypeName } from "../builtins/builtin";
import type { DeclaredType } from "../run";
import type { Kind } from "../values/value";

/** What is known of a value before anything runs. */
export type Inferred = {
  type: TypeName;
  /** True when it can't be of another type; a variable's last assignment is only likely. */
  isCertain: boolean;
  /** An empty brace, which its first use makes a map or a list (§3.1). */
  isUndecided?: true;
};

const made = new Map<TypeName, { certain: Inferred; likely: Inferred }>();

function pair(type: TypeName) {
  const known = made.get(type);
  if (known) return known;
  const both = { certain: { type, isCertain: type !== "any" }, likely: { type, isCertain: false } };
  made.set(type, both);
  return both;
}

export const certain = (type: TypeName): Inferred => pair(type).certain;
export const likely = (type: TypeName): Inferred => pair(type).likely;
export const unknown: Inferred = likely("any");
export const undecided: Inferred = { type: "any", isCertain: false, isUndecided: true };

/** The same type on either way, or nothing known. */
export function either(a: Inferred, b: Inferred): Inferred {
  if (a.type !== b.type) return unknown;
  return a.isCertain ? b : a;
}

/** The types of header and form fields in the language's spellings, lower case (§1.1, §6.1). */
const declared: Record<string, DeclaredType> = {
  ...{ void: "void", string: "string", text: "string", map: "map", "key-value": "map", list: "list", date: "date" },
  ...{
    int: "int",
    number: "int",
    bigint: "int",
    long: "int",
    bool: "bool",
    boolean: "bool",
    float: "float",
    decimal: "float",
    double: "float",
  },
  ...{ file: "file", datetime: "date", timestamp: "date" },
};

/** Undefined for a word that is no type. */
export const declaredType = (word: string): DeclaredType | undefined =>
  Object.hasOwn(declared, word.toLowerCase()) ? declared[word.toLowerCase()] : undefined;

const kinds: Record<DeclaredType, Kind | "void"> = {
  ...{ string: "text", int: "number", float: "decimal", bool: "boolean", date: "date" },
  ...{ map: "map", list: "list", file: "file", void: "void" },
} as const;

export const kindOfDeclared = (type: DeclaredType): Kind | "void" => kinds[type];

/** Of a parameter in a header; Creator's form types and no type at all tell nothing. */
export function kindOfParameter(type: Name | undefined): TypeName {
  const known = type && declaredType(type.text);
  return known && known !== "void" ? kinds[known] : "any";
}
