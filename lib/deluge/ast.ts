import type { Span } from "./diagnostic";

// Every node carries its span. Names keep the spelling of the source; keywords, built-ins and types compare lower-cased,
// variables, map keys and function paths as they are (spec/deluge.md §2.3).

export type Name = Span & { text: string };

export type Script = Span & {
  functions: readonly FunctionNode[];
  /** A script without a header: its parameters and return type come from outside (§6.1). */
  body: readonly Statement[];
  comments: readonly Comment[];
};

export type Comment = Span & { kind: "line" | "block"; text: string };

export type FunctionNode = Span & {
  kind: "function";
  returnType: Name;
  /** `standalone.fullName` is two names. */
  path: readonly Name[];
  parameters: readonly ParameterNode[];
  body: Block;
};

export type ParameterNode = Span & { type?: Name; name: Name };

export type Block = Span & { kind: "block"; statements: readonly Statement[] };

export type Statement =
  | Block
  | (Span & { kind: "empty" })
  | (Span & { kind: "if"; branches: readonly { condition: Expression; block: Block }[]; otherwise?: Block })
  | ForEach
  | (Span & { kind: "try"; block: Block; error?: Name; handler: Block })
  | (Span & { kind: "return"; value?: Expression })
  | (Span & { kind: "throw"; value: Expression })
  | (Span & { kind: "break" | "continue" })
  | (Span & { kind: "info"; value: Expression })
  | Assignment
  | (Span & { kind: "expression"; value: Expression })
  /** Parsed, refused at save: Creator's tasks and record loops (§6.6, §6.15); `name` is how the source calls it. */
  | (Span & { kind: "refused"; name: Name; parts: readonly Expression[] })
  /** What could not be parsed; a diagnostic tells why. */
  | (Span & { kind: "error" });

export type ForEach = Span & {
  kind: "for-each";
  /** `for each index i in …` */
  isIndex: boolean;
  variable: Name;
  iterable: Expression;
  body: Block;
};

export type AssignmentOperator = "=" | "+=" | "-=" | "*=" | "/=" | "%=";

export type Assignment = Span & {
  kind: "assignment";
  /** `String x = "a";` accepted, not enforced (§6.1). */
  type?: Name;
  target: Expression;
  operator: AssignmentOperator;
  value: Expression;
};

export type BinaryOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | ">"
  | "<="
  | ">="
  | "in"
  | "not in"
  | "contains"
  | "like"
  | "startswith"
  | "endswith"
  | "+"
  | "-"
  | "*"
  | "/"
  | "%";

export type Expression =
  | (Span & { kind: "text"; value: string; quote: "double" | "single" })
  /** NUMBER; bigint beyond 2^53 (§2.7). */
  | (Span & { kind: "number"; value: number | bigint })
  | (Span & { kind: "decimal"; value: number })
  /** A single-quoted literal that reads as a date (§2.6); `value` is its text, read in the portal zone. */
  | (Span & { kind: "date"; value: string })
  | (Span & { kind: "boolean"; value: boolean })
  | (Span & { kind: "null" })
  /** `{1, 2}` or `[1, 2]`. */
  | (Span & { kind: "list"; items: readonly Expression[]; bracket: "{" | "[" })
  | (Span & { kind: "map"; entries: readonly { key: Expression; value: Expression }[] })
  /** `{}`: becomes a map or a list with the first use (§3.1). */
  | (Span & { kind: "empty" })
  /** `List:String()`, `Map({…})`, `Collection("k":v)`. */
  | (Span & { kind: "construct"; type: "list" | "map" | "collection"; element?: Name; arguments: readonly Argument[] })
  | (Span & { kind: "name"; text: string })
  | (Span & { kind: "member"; object: Expression; name: Name })
  | (Span & { kind: "call"; name: Name; arguments: readonly Argument[] })
  /** `x.f(a)`; whether `zoho.a.f(x)` is a path is for the resolver to say. */
  | (Span & { kind: "method"; object: Expression; name: Name; arguments: readonly Argument[] })
  /** The lazy helper `if(c, a, b)` (§5). */
  | (Span & { kind: "if-call"; condition: Expression; then: Expression; otherwise: Expression })
  | (Span & { kind: "unary"; operator: "!" | "-" | "+"; operand: Expression })
  | (Span & { kind: "binary"; operator: BinaryOperator; operatorSpan: Span; left: Expression; right: Expression })
  | (Span & { kind: "is-null"; operand: Expression; isNegated: boolean })
  /** Kept for the formatter, which must not change what binds to what. */
  | (Span & { kind: "group"; value: Expression })
  | TaskNode
  /** `Form[criteria]` and `list[0]`: refused at save with what to write instead. */
  | (Span & { kind: "criteria"; object: Expression; condition?: Expression })
  | (Span & { kind: "error" });

/** `f(key : value)` is legal only for collections (§3.1). */
export type Argument = Span & { key?: Expression; value: Expression };

/** `invokeurl [ … ]`, `sendmail [ … ]`, `zoho.sdp.invokeurl [ … ]`, as an expression or a statement (§6.9). */
export type TaskNode = Span & { kind: "task"; path: readonly Name[]; attributes: readonly Attribute[] };

export type Attribute = Span & {
  /** Lower-cased words, joined as written: "reply to", "response-format". */
  key: Name;
  values: readonly (Expression | Attachment)[];
};

export type Attachment = Span & {
  kind: "attachment";
  what: "file" | "view" | "template";
  value: Expression;
  as?: Name;
};
