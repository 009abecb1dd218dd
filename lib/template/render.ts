import { compileProgram } from "./compile";
import type { TemplateContext } from "./escape";
import { count, defaultLimits, exceeded, type Limits } from "./limits";
import { type RenderState, run, type Segment } from "./program";
import type { Scope } from "./scope";
import type { Template } from "./template";

/** `dateFormat` (PHP letters) and `timeZone` (IANA name) are what the date filter uses when it is given none. */
export type RenderOptions = {
  limits?: Partial<Limits>;
  dateFormat?: string;
  now?: Date;
  timeZone?: string;
  /** Told each path the scope does not know; such placeholders are empty. */
  onUnknown?: (path: string) => void;
};

const noOptions: RenderOptions = {};

function render(
  template: Template,
  context: TemplateContext,
  scope: Scope,
  options: RenderOptions,
  segments: RenderState["segments"],
): string {
  const { source, programs } = template;
  const limits = options.limits ? { ...defaultLimits, ...options.limits } : defaultLimits;
  if (source.length > limits.templateChars) {
    throw exceeded(source, 0, `A template may have at most ${count(limits.templateChars)} characters`);
  }
  let program = programs[context];
  if (!program) {
    program = compileProgram(template.nodes, context);
    programs[context] = program;
  }
  const state: RenderState = {
    scope,
    out: "",
    source,
    at: 0,
    work: 0,
    steps: 0,
    limits,
    frames: [],
    index: undefined,
    segments,
    onUnknown: options.onUnknown,
    now: options.now,
    timeZone: options.timeZone ?? "UTC",
    dateFormat: options.dateFormat ?? "Y-m-d H:i:s",
  };
  run(program, state);
  return state.out;
}

/** The text for `context` with every value escaped for its place. Throws TemplateError ("limit") when a limit is passed. */
export const renderTemplate = (
  template: Template,
  context: TemplateContext,
  scope: Scope,
  options: RenderOptions = noOptions,
): string => render(template, context, scope, options, undefined);

/** The same text as renderTemplate, and which parts of it came from which field. Offsets are in `text`. */
export function renderSegments(
  template: Template,
  context: TemplateContext,
  scope: Scope,
  options: RenderOptions = noOptions,
): { text: string; segments: Segment<TemplateContext>[] } {
  const segments: Omit<Segment<never>, "escaping">[] = [];
  const text = render(template, context, scope, options, segments);
  return { text, segments: segments.map((segment) => ({ ...segment, escaping: context })) };
}
