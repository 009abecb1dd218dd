import { type KnownPath, knownPaths, knowsPath } from "@/lib/delivery/scope";
import type { CustomForm } from "@/lib/desk/custom-forms";

/** What a template may name: the paths to offer, and whether a normalised path means something. */
export type TemplateSource = { known: readonly KnownPath[]; knows: (steps: readonly string[]) => boolean };

/** For the forms of one ticket type and the parameters declared so far; nameless ones are not offered. */
export function templateSource(forms: readonly CustomForm[], parameters: readonly { name: string }[]): TemplateSource {
  const named = parameters.filter(({ name }) => name.trim() !== "");
  return { known: knownPaths(forms, named), knows: knowsPath(forms, named) };
}
