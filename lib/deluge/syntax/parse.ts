import type { FunctionNode, Script, Statement } from "../ast";
import type { Diagnostic } from "../diagnostic";
import { type Options, sourceLimits } from "../options";
import { Cursor, type Rules } from "./cursor";
import { type Findings, findingsOf } from "./findings";
import { startsFunction } from "./header";
import { parseCondition, parseExpression } from "./parse-expression";
import { parseFunction } from "./parse-function";
import { parseBlock, parseStatement } from "./parse-statement";
import { scan } from "./scanner";
import { Token } from "./token";

export type Parsed = { script: Script; diagnostics: Diagnostic[] };

const rules: Rules = {
  expression: parseExpression,
  condition: parseCondition,
  statement: parseStatement,
  block: parseBlock,
};

/**
 * Reads a source (spec/deluge.md §12), however broken: never throws, takes linear time, and finds many errors at once.
 * What can't be read becomes `error` nodes, each with a diagnostic of severity "error".
 */
export function parse(source: string, options: Partial<Pick<Options, "backslashN">> = {}): Parsed {
  if (source.length > sourceLimits.length) return tooLong(source);
  let findings = findingsOf(source);
  let tokens = scan(source, findings, true);
  if (tokens.hasOpenText) {
    // A missing quote is found where it is missing only if texts end with their line.
    findings = findingsOf(source);
    tokens = scan(source, findings, false);
  }
  const cursor = new Cursor(source, tokens, findings, rules, options.backslashN === "literal");
  const script = parseScript(cursor, findings);
  return { script, diagnostics: findings.all() };
}

function tooLong(source: string): Parsed {
  const findings = findingsOf("");
  const most = sourceLimits.length.toLocaleString("en");
  findings.add("error", "source-length", `A script has at most ${most} characters`, { start: 0, end: 0 });
  const script = { start: 0, end: source.length, functions: [], body: [], comments: [] };
  return { script, diagnostics: findings.all() };
}

function parseScript(cursor: Cursor, findings: Findings): Script {
  const functions: FunctionNode[] = [];
  const body: Statement[] = [];
  while (cursor.kind !== Token.End) {
    if (startsFunction(cursor)) functions.push(parseFunction(cursor));
    else if (cursor.kind === Token.CloseBrace) {
      cursor.isLost = false;
      cursor.complain();
      cursor.advance();
    } else body.push(parseStatement(cursor));
  }
  const stray = functions.length > 0 && body.find(({ kind }) => kind !== "empty" && kind !== "error");
  if (stray) {
    const message = "Improper Statement: it stands outside of the functions";
    findings.add("error", "outside-function", message, stray);
  }
  return { start: 0, end: cursor.source.length, functions, body, comments: cursor.tokens.comments };
}
