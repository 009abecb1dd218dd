import type { FunctionNode } from "../ast";
import { check } from "../check/check";
import { declaredType } from "../check/inferred";
import type { CheckContext } from "../check/state";
import type { Diagnostic } from "../diagnostic";
import type { Limits, Options } from "../options";
import type { Compiled, Program, Signature } from "../run";
import { lineIndex } from "../syntax/line-index";
import { type Code, emitScript } from "./emit-script";

/** A program as execute() takes it. */
export type CompiledProgram = Program & {
  readonly entry: Code;
  /** The flavour that traces, made when first asked for. */
  readonly traced: () => Code;
  readonly parameters: readonly string[];
};

export type CompileContext = CheckContext & { options?: Partial<Options>; limits?: Partial<Limits> };

/**
 * Compiles a source once into functions that V8 optimises (docs/decisions/011). The program is null exactly when an error
 * is among the diagnostics.
 */
export function compile(source: string, context: CompileContext = {}): Compiled {
  const { script, diagnostics, resolution } = check(source, context);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, program: null };
  const lines = lineIndex(source);
  const emit = (isTraced: boolean) => emitScript(script, resolution, lines, isTraced);
  try {
    const entry = emit(false);
    let traced: Code | null = null;
    const program: CompiledProgram = {
      signature: signatureOf(script.functions[0], context.signature),
      functions: resolution.scopes.map(({ path }) => path),
      parameters: resolution.entry.parameters.map(({ name }) => name),
      entry,
      traced: () => (traced ??= emit(true)),
    };
    return { diagnostics, program };
  } catch (error) {
    // V8's own limits: a stack that is too small for the tree, more than 65,535 arguments or parameters.
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return { diagnostics: [...diagnostics, tooLarge], program: null };
  }
}

const tooLarge: Diagnostic = {
  ...{ severity: "error", code: "too-large", message: "Improper Statement. The source is nested too deep or too long" },
  ...{ start: 0, end: 0, line: 1, column: 1 },
};

/** From the form, or from the header of the source (§1.1, §6.1); the header names the parameters. */
function signatureOf(header: FunctionNode | undefined, form: Signature | undefined): Signature {
  if (!header) return form ?? { parameters: [], returnType: null };
  return {
    parameters: header.parameters.map(({ name, type }, index) => ({
      name: name.text,
      type: form?.parameters[index]?.type ?? (type && declaredType(type.text)) ?? "void",
    })),
    returnType: form?.returnType ?? declaredType(header.returnType.text) ?? null,
  };
}
