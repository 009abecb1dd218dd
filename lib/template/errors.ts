import { AppError } from "../core/errors";
import { excerptAt, lineStarts, positionAt } from "./position";

/**
 * A template that cannot be read (`code` "invalid") or that asks for too much (`code` "limit").
 * `message` ends with the place; `problem` is the same text without it. `excerpt` is the source line with carets under it.
 */
export class TemplateError extends AppError {
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;
  constructor(
    readonly problem: string,
    source: string,
    readonly offset: number,
    readonly length: number = 1,
    code: "invalid" | "limit" = "invalid",
  ) {
    const { line, column } = positionAt(lineStarts(source), offset);
    super(code, `${problem} (line ${line}, column ${column}).`);
    this.name = "TemplateError";
    this.line = line;
    this.column = column;
    this.excerpt = excerptAt(source, offset, length);
  }
}

/** By name and shape, because the server and Next's bundles each hold their own copy of the class. */
export const isTemplateError = (error: unknown): error is TemplateError =>
  error instanceof Error && error.name === "TemplateError" && "excerpt" in error;
