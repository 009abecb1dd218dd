import type { Attachment, Attribute, Block, Expression, Script, Statement } from "../ast";

/** What the formatter must know about the token at an offset. */
export const Mark = {
  /** Begins a statement, an attribute or a function. */
  startsLine: 1,
  /** `{` of a block. */
  opensBlock: 2,
  /** `}` of a block, `]` of a task. */
  closes: 4,
  /** A sign in front of its operand. */
  sign: 8,
  /** `(` around an expression, not of a call. */
  group: 16,
  /** Stands close to both neighbours: `List:String`, `content-type`, `file:report`, `records[`. */
  close: 32,
  operator: 64,
  /** The next `[` opens a task's attributes. */
  task: 128,
} as const;

export type Marks = {
  at: Uint8Array;
  /** Ends of statements that lack their semicolon. */
  unfinished: Set<number>;
  /** Semicolons that say nothing. */
  idle: Set<number>;
  /** A comma behind one only separates attributes. */
  attributeEnds: Set<number>;
  functions: Set<number>;
};

function each<T>(all: readonly T[], visit: (one: T) => void) {
  for (const one of all) visit(one);
}

/** Walks the tree of a source without errors. */
export function marksOf(source: string, script: Script): Marks {
  const at = new Uint8Array(source.length + 1);
  const [unfinished, idle] = [new Set<number>(), new Set<number>()];
  const [attributeEnds, functions] = [new Set<number>(), new Set<number>()];
  const mark = (offset: number, what: number) => {
    at[offset] = (at[offset] ?? 0) | what;
  };
  const markCharacter = (character: string, from: number, to: number) => {
    const found = source.indexOf(character, from);
    if (found >= 0 && found < to) mark(found, Mark.close);
  };

  function block({ start, end, statements }: Block) {
    mark(start, Mark.opensBlock);
    mark(end - 1, Mark.closes);
    each(statements, statement);
  }

  function statement(node: Statement) {
    const { start, end } = node;
    if (node.kind === "empty") {
      idle.add(start);
      return;
    }
    mark(start, Mark.startsLine);
    switch (node.kind) {
      case "block":
        return block(node);
      case "if":
        for (const branch of node.branches) {
          expression(branch.condition);
          block(branch.block);
        }
        return node.otherwise && block(node.otherwise);
      case "for-each":
        expression(node.iterable);
        return block(node.body);
      case "try":
        block(node.block);
        return block(node.handler);
      case "assignment":
        if (node.type) markCharacter(":", node.type.start, node.type.end);
        expression(node.target);
        break;
      case "refused":
        each(node.parts, expression);
    }
    if ("value" in node && node.value) expression(node.value);
    if (source.charAt(end - 1) !== ";") unfinished.add(end);
  }

  function attribute({ start, end, key, values }: Attribute) {
    mark(start, Mark.startsLine);
    attributeEnds.add(end);
    hyphens(key.start, key.end);
    each(values, expression);
  }

  function hyphens(from: number, to: number) {
    for (let found = source.indexOf("-", from); found >= 0 && found < to; found = source.indexOf("-", found + 1))
      mark(found, Mark.close);
  }

  function expression(node: Expression | Attachment): void {
    switch (node.kind) {
      case "attachment":
        markCharacter(":", node.start, node.value.start);
        expression(node.value);
        break;
      case "list":
        each(node.items, expression);
        break;
      case "map":
        given(node.entries);
        break;
      case "construct":
        if (node.element) markCharacter(":", node.start, node.element.start);
        given(node.arguments);
        break;
      case "call":
        given(node.arguments);
        break;
      case "method":
        expression(node.object);
        given(node.arguments);
        break;
      case "member":
        expression(node.object);
        break;
      case "if-call":
        each([node.condition, node.then, node.otherwise], expression);
        break;
      case "unary":
        if (source.charAt(node.start) === node.operator) mark(node.start, Mark.sign);
        expression(node.operand);
        break;
      case "binary":
        mark(node.operatorSpan.start, Mark.operator);
        expression(node.left);
        expression(node.right);
        break;
      case "is-null":
        expression(node.operand);
        break;
      case "group":
        mark(node.start, Mark.group);
        expression(node.value);
        break;
      case "task":
        mark(node.path.at(-1)?.start ?? node.start, Mark.task);
        mark(node.end - 1, Mark.closes);
        each(node.attributes, attribute);
        break;
      case "criteria":
        markCharacter("[", node.object.end, node.end);
        expression(node.object);
        if (node.condition) expression(node.condition);
    }
  }

  const given = (all: readonly { key?: Expression; value: Expression }[]) => {
    for (const { key, value } of all) {
      if (key) expression(key);
      expression(value);
    }
  };

  for (const { start, returnType, parameters, body } of script.functions) {
    mark(start, Mark.startsLine);
    functions.add(start);
    hyphens(returnType.start, returnType.end);
    for (const { type } of parameters) if (type) markCharacter(":", type.start, type.end);
    block(body);
  }
  each(script.body, statement);
  return { at, unfinished, idle, attributeEnds, functions };
}
