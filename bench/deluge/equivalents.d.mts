type Name = "arithmetic" | "strings" | "collections" | "json" | "dates";

export const equivalents: Record<Name, (numbers: number[], text: string) => string>;
export const sizes: Record<Name, number>;
export function numbersFor(name: Name): number[];
export const json: string;
