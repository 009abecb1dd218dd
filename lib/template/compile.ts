import { type ForNode, type IfNode, type Node, type OutputNode, shownPath } from "./ast";
import { compileExpression, compileShown, tracePath } from "./compile-expression";
import { cleanHeader, escapeForm, escapeJson, escapeUrl, escapeXml, type Mode, type TemplateContext } from "./escape";
import { type JsonPlan, planJson } from "./json-position";
import { charge, checkLength, count, exceeded } from "./limits";
import { type Program, type RenderState, run, type Step } from "./program";
import { jsonText, textOf } from "./text";
import { isCollection, isTrue } from "./value";

type Write = (value: unknown, state: RenderState) => string;
type Compiling = { context: TemplateContext; plan: JsonPlan | undefined };

const writers: Record<Mode, Write> = {
  text: textOf,
  url: (value, state) => escapeUrl(textOf(value, state)),
  header: (value, state) => cleanHeader(textOf(value, state)),
  xml: (value, state) => escapeXml(textOf(value, state)),
  form: (value, state) => escapeForm(textOf(value, state)),
  "json-value": jsonText,
  "json-string": (value, state) => escapeJson(typeof value === "string" ? value : textOf(value, state)),
  "json-whole": (value, state) =>
    isCollection(value)
      ? jsonText(value, state)
      : `"${escapeJson(typeof value === "string" ? value : textOf(value, state))}"`,
};

const asIs: Partial<Record<Mode, Write>> = {
  header: writers.header,
  "json-value": (value, state) => (typeof value === "string" ? value : jsonText(value, state)),
  "json-whole": (value, state) => (isCollection(value) ? jsonText(value, state) : `"${textOf(value, state)}"`),
};

function compileOutput(node: OutputNode, { context, plan }: Compiling): Step {
  const mode: Mode = context === "json" ? (plan?.modes.get(node) ?? "json-value") : context;
  const { evaluate, isFinal } = compileShown(node.expression, mode);
  const write = isFinal ? (asIs[mode] ?? textOf) : writers[mode];
  const { offset } = node;
  const shown = shownPath(node.expression);
  return (state) => {
    const value = evaluate(state);
    state.at = offset;
    const text = write(value, state);
    if (state.segments) {
      const isQuoted = mode === "json-whole" && !isCollection(value);
      const start = state.out.length + (isQuoted ? 1 : 0);
      const end = state.out.length + text.length - (isQuoted ? 1 : 0);
      state.segments.push({ start, end, path: tracePath(shown, state), rawValue: textOf(value, state) });
    }
    state.out += text;
    checkLength(state, state.out.length);
  };
}

function compileIf(node: IfNode, compiling: Compiling): Step {
  const branches = node.branches.map(({ condition, body }) => ({
    holds: compileExpression(condition),
    body: compileNodes(body, compiling),
  }));
  const otherwise = compileNodes(node.otherwise, compiling);
  return (state) => {
    for (const { holds, body } of branches) if (isTrue(holds(state))) return run(body, state);
    run(otherwise, state);
  };
}

// A pass through a large body counts for more, so that the limit bounds time and not only passes.
const nodesPerStep = 50;
const countNodes = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, node) => {
    if (node.kind !== "if") return sum + 1;
    return (
      sum + 1 + node.branches.reduce((inner, branch) => inner + 1 + countNodes(branch.body), countNodes(node.otherwise))
    );
  }, 0);

function compileFor(node: ForNode, compiling: Compiling): Step {
  const source = compileExpression(node.source);
  const body = compileNodes(node.body, compiling);
  const otherwise = compileNodes(node.otherwise, compiling);
  const { slot, offset } = node;
  const shown = shownPath(node.source);
  const isPlain = node.source.kind === "path";
  const cost = 1 + Math.floor(countNodes(node.body) / nodesPerStep);
  return (state) => {
    const list = source(state);
    const keys = !isCollection(list) ? [] : Array.isArray(list) ? undefined : Object.keys(list);
    const values = keys ? keys.map((key) => (list as Record<string, unknown>)[key]) : (list as unknown[]);
    if (values.length === 0) return run(otherwise, state);
    state.at = offset;
    if (keys) charge(state, keys.length);
    // Filters change rows, so only an unfiltered list can be traced row by row.
    const origin = state.segments && isPlain ? tracePath(shown, state) : "";
    for (let index = 0; index < values.length; index++) {
      state.steps += cost;
      if (state.steps > state.limits.loopSteps) {
        throw exceeded(
          state.source,
          offset,
          `The loops of this template take more than ${count(state.limits.loopSteps)} steps. Loop over fewer rows`,
        );
      }
      const key = keys ? keys[index] : index;
      const path = origin && (keys ? `${origin}.${key}` : `${origin}[${index}]`);
      state.frames[slot] = { value: values[index], key, index, length: values.length, path };
      run(body, state);
      checkLength(state, state.out.length);
    }
  };
}

function compileNodes(nodes: readonly Node[], compiling: Compiling): Program {
  const texts = [""];
  const steps: Step[] = [];
  for (const node of nodes) {
    if (node.kind === "text") {
      const text = compiling.plan?.texts.get(node) ?? node.text;
      texts[steps.length] += compiling.context === "header" ? cleanHeader(text) : text;
      continue;
    }
    if (node.kind === "output") steps.push(compileOutput(node, compiling));
    else if (node.kind === "if") steps.push(compileIf(node, compiling));
    else steps.push(compileFor(node, compiling));
    texts.push("");
  }
  return { texts, steps };
}

/** The template made ready for one context: closures that append to the output. No code is generated. */
export const compileProgram = (nodes: readonly Node[], context: TemplateContext): Program =>
  compileNodes(nodes, { context, plan: context === "json" ? planJson(nodes) : undefined });
