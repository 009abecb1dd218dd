import type { Attribute, BinaryOperator, Expression, FunctionNode, Name, Statement } from "../ast";
import * as node from "./nodes";
import type { Random } from "./random";

const nowhere = { start: 0, end: 0 };
const contextual = [
  "map",
  "list",
  "index",
  "info",
  "message",
  "text",
  "date",
  "today",
  "range",
  "sort",
  "file",
] as const;

const names = (...texts: string[]): Name[] => texts.map(node.nameNode);

/** A form the executable programs leave out. */
export function wildExpression(random: Random, of: () => Expression): Expression {
  switch (random.below(13)) {
    case 0:
      return node.decimalNode(random.below(1000) / 8);
    case 1:
      return node.numberNode(9_007_199_254_740_993n + BigInt(random.below(1000)));
    case 2:
      return node.dateNode(random.pick(["01-Jan-2019", "1-Jan-1990 20:50:36", "2022-11-03"]));
    case 3:
      return node.quotedNode(random.pick(["Lead", ",", "", "yyyy-MM-dd", '"', "it's", "a\\b"]));
    case 4:
      return node.memberNode(node.variable("input"), random.pick(["Subject", "if", "map", "Deal_Name"]));
    case 5:
      return node.memberNode(node.memberNode(node.variable("zoho"), "device"), "type");
    case 6:
      return random.pick([node.nullNode, node.emptyBraces, node.variable(random.pick(contextual))]);
    case 7:
      return { ...nowhere, kind: "is-null", operand: of(), isNegated: random.chance(0.5) };
    case 8:
      return node.binaryNode(
        of(),
        random.pick<BinaryOperator>(["in", "not in", "contains", "like", "startswith", "*", "/"]),
        of(),
      );
    case 9:
      return construct(random, of);
    case 10:
      return node.methodNode(node.memberNode(node.variable("zoho"), "encryption"), "md5", of());
    case 11:
      return node.callNode(random.pick(["ifnull", "encodeUrl", "today"]), of());
    default:
      return task(random, of);
  }
}

function construct(random: Random, of: () => Expression): Expression {
  if (random.chance(0.3))
    return { ...nowhere, kind: "construct", type: "collection", arguments: [node.pair(of(), of())] };
  if (random.chance(0.5)) return { ...nowhere, kind: "construct", type: "map", arguments: [] };
  return { ...nowhere, kind: "construct", type: "list", element: node.nameNode("String"), arguments: [] };
}

const attribute = (key: string, ...values: Attribute["values"]): Attribute => ({
  ...nowhere,
  key: node.nameNode(key),
  values,
});

function task(random: Random, of: () => Expression): Expression {
  const path = random.pick([names("invokeurl"), names("invokeapi"), names("zoho", "sdp", "invokeurl")]);
  const attributes = [
    attribute("url", of()),
    attribute("type", node.variable("POST")),
    attribute("content-type", of()),
    attribute("response-format", node.variable("FILE")),
    attribute("parameters", of(), of()),
  ].filter((_, index) => index === 0 || random.chance(0.6));
  return { ...nowhere, kind: "task", path, attributes };
}

const mail = (random: Random, of: () => Expression): Expression => ({
  ...{ ...nowhere, kind: "task", path: names("sendmail") },
  attributes: [
    attribute("from", node.memberNode(node.variable("zoho"), "adminuserid")),
    attribute("to", of()),
    ...(random.chance(0.5) ? [attribute("reply to", of())] : []),
    attribute("message", of()),
    attribute(
      "attachments",
      { ...nowhere, kind: "attachment", what: "file", value: node.variable("report") },
      { ...nowhere, kind: "attachment", what: "view", value: node.variable("Sheet"), as: node.nameNode("PDF") },
    ),
  ],
});

/** A statement the executable programs leave out. */
export function wildStatement(random: Random, of: () => Expression): Statement {
  const name = random.pick(contextual);
  switch (random.below(9)) {
    case 0:
      return node.does(mail(random, of));
    case 1:
      return node.assign(random.pick([name, "in", "contains", "is", "throw", "break"]), of());
    case 2:
      return {
        ...nowhere,
        kind: "assignment",
        type: node.nameNode("String"),
        target: node.variable(name),
        operator: "=",
        value: of(),
      };
    case 3: {
      const target = node.memberNode(node.variable("input"), "Subject");
      return { ...nowhere, kind: "assignment", target, operator: random.pick(["=", "*=", "/=", "%="]), value: of() };
    }
    case 4:
      return node.forEach(name, of(), node.block([node.infoNode(node.variable(name))]), random.chance(0.5));
    case 5:
      return random.chance(0.5) ? { ...nowhere, kind: "return" } : node.block([node.returnNode(of())]);
    case 6:
      return node.does(node.methodNode(node.variable(name), "put", of(), of()));
    case 7: {
      const branches = [of(), of(), of()].map((condition) => ({
        condition,
        block: node.block([node.throwNode(of())]),
      }));
      return { ...nowhere, kind: "if", branches };
    }
    default:
      return {
        ...nowhere,
        kind: "try",
        block: node.block([]),
        handler: node.block([node.does(node.ifCall(of(), of(), of()))]),
      };
  }
}

export function wildFunction(random: Random, statements: readonly Statement[]): FunctionNode {
  const typed = { ...nowhere, type: node.nameNode("Map"), name: node.nameNode("record") };
  return {
    ...{ ...nowhere, kind: "function", returnType: node.nameNode(random.pick(["void", "String", "map", "Key-Value"])) },
    path: random.pick([names("check"), names("standalone", "f")]),
    parameters: random.chance(0.5) ? [typed, { ...nowhere, name: node.nameNode("index") }] : [],
    body: node.block(statements),
  };
}
