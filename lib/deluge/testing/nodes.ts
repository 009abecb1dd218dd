import type { Argument, Block, Expression, Name, Statement } from "../ast";

// Nodes without a place: tests compare trees modulo spans.

const nowhere = { start: 0, end: 0 };

export const nameNode = (text: string): Name => ({ ...nowhere, text });
export const variable = (text: string): Expression => ({ ...nowhere, kind: "name", text });
export const textNode = (value: string): Expression => ({ ...nowhere, kind: "text", value, quote: "double" });
export const quotedNode = (value: string): Expression => ({ ...nowhere, kind: "text", value, quote: "single" });
export const dateNode = (value: string): Expression => ({ ...nowhere, kind: "date", value });
export const numberNode = (value: number | bigint): Expression => ({ ...nowhere, kind: "number", value });
export const decimalNode = (value: number): Expression => ({ ...nowhere, kind: "decimal", value });
export const booleanNode = (value: boolean): Expression => ({ ...nowhere, kind: "boolean", value });
export const nullNode: Expression = { ...nowhere, kind: "null" };
export const emptyBraces: Expression = { ...nowhere, kind: "empty" };

export const listNode = (items: readonly Expression[], bracket: "{" | "["): Expression =>
  items.length === 0 && bracket === "{" ? emptyBraces : { ...nowhere, kind: "list", items, bracket };

export const mapNode = (entries: readonly (readonly [Expression, Expression])[]): Expression =>
  entries.length === 0
    ? emptyBraces
    : { ...nowhere, kind: "map", entries: entries.map(([key, value]) => ({ key, value })) };

const argument = (value: Expression): Argument => ({ ...nowhere, value });
export const pair = (key: Expression, value: Expression): Argument => ({ ...nowhere, key, value });

export const callNode = (name: string, ...given: Expression[]): Expression => ({
  ...{ ...nowhere, kind: "call", name: nameNode(name), arguments: given.map(argument) },
});
export const methodNode = (object: Expression, name: string, ...given: Expression[]): Expression => ({
  ...{ ...nowhere, kind: "method", object, name: nameNode(name), arguments: given.map(argument) },
});
export const memberNode = (object: Expression, name: string): Expression => ({
  ...{ ...nowhere, kind: "member", object, name: nameNode(name) },
});

export const binaryNode = (
  left: Expression,
  operator: Extract<Expression, { kind: "binary" }>["operator"],
  right: Expression,
): Expression => ({ ...nowhere, kind: "binary", operator, operatorSpan: nowhere, left, right });
export const unaryNode = (operator: "!" | "-" | "+", operand: Expression): Expression => ({
  ...{ ...nowhere, kind: "unary", operator, operand },
});
export const ifCall = (condition: Expression, then: Expression, otherwise: Expression): Expression => ({
  ...{ ...nowhere, kind: "if-call", condition, then, otherwise },
});

export const block = (statements: readonly Statement[]): Block => ({ ...nowhere, kind: "block", statements });
export const assign = (name: string, value: Expression): Statement => ({
  ...{ ...nowhere, kind: "assignment", target: variable(name), operator: "=", value },
});
export const does = (value: Expression): Statement => ({ ...nowhere, kind: "expression", value });
export const infoNode = (value: Expression): Statement => ({ ...nowhere, kind: "info", value });
export const returnNode = (value: Expression): Statement => ({ ...nowhere, kind: "return", value });
export const throwNode = (value: Expression): Statement => ({ ...nowhere, kind: "throw", value });
export const ifNode = (condition: Expression, then: Block, otherwise?: Block): Statement => ({
  ...{ ...nowhere, kind: "if", branches: [{ condition, block: then }] },
  ...(otherwise ? { otherwise } : {}),
});
export const forEach = (name: string, iterable: Expression, body: Block, isIndex = false): Statement => ({
  ...{ ...nowhere, kind: "for-each", isIndex, variable: nameNode(name), iterable, body },
});
export const tryNode = (tried: Block, error: string, handler: Block): Statement => ({
  ...{ ...nowhere, kind: "try", block: tried, error: nameNode(error), handler },
});
