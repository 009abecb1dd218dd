import type { Node, OutputNode, TextNode } from "./ast";
import type { Mode } from "./escape";

/** For a JSON template: how each placeholder is written, and literal texts that had to change. */
export type JsonPlan = { modes: Map<OutputNode, Mode>; texts: Map<TextNode, string> };

/** Outside a string, or inside one that a straight or a curly quote opened. */
type Place = "value" | "straight" | "curly";

const special = /["\\“”]/g;
const closesMixed = /^.\s*(?:[,}\]:]|$)/;

type Scanned = { text: string; place: Place; opensAtEnd: boolean };

/**
 * Follows the strings of a literal text. Curly quotes that delimit a string become straight ones; inside a straight
 * string they are content, unless `closesFirst` says that the first character is the other half of a mixed pair.
 */
function scanText(text: string, start: Place, closesFirst: boolean): Scanned {
  let place = start;
  let result = "";
  let copied = 0;
  let opened = -1;
  special.lastIndex = 0;
  for (let found = special.exec(text); found; found = special.exec(text)) {
    const at = found.index;
    if (found[0] === "\\") {
      if (place === "value") continue;
      // A backslash right before a placeholder would escape the first character of its value: it is meant as itself.
      if (at === text.length - 1) {
        result += `${text.slice(copied, at)}\\\\`;
        copied = text.length;
      }
      special.lastIndex = at + 2;
      continue;
    }
    const isContent = place === "straight" && found[0] !== '"' && !(closesFirst && at === 0);
    if (isContent) continue;
    result += `${text.slice(copied, at)}"`;
    copied = at + 1;
    if (place === "value") {
      place = found[0] === '"' ? "straight" : "curly";
      opened = at;
    } else place = "value";
  }
  return { text: result + text.slice(copied), place, opensAtEnd: place !== "value" && opened === text.length - 1 };
}

/** Whether `text` begins by closing the string a placeholder fills, and whether that string is a key. */
function closing(text: string, place: Place): "value" | "key" | undefined {
  const isClosed = text[0] === '"' || (/^[“”]/.test(text) && (place === "curly" || closesMixed.test(text)));
  if (!isClosed) return undefined;
  return /^.\s*:/.test(text) ? "key" : "value";
}

function planNodes(nodes: readonly Node[], start: Place, plan: JsonPlan): Place {
  let place = start;
  let opener: TextNode | undefined;
  let closesFirst = false;
  let isTaken = false;
  for (const [index, node] of nodes.entries()) {
    if (node.kind === "text") {
      const scanned = scanText(isTaken ? node.text.slice(1) : node.text, place, closesFirst);
      plan.texts.set(node, scanned.text);
      place = scanned.place;
      opener = scanned.opensAtEnd ? node : undefined;
      isTaken = false;
      closesFirst = false;
      continue;
    }
    if (node.kind === "output") {
      const next = nodes[index + 1];
      const closed = opener && next?.kind === "text" ? closing(next.text, place) : undefined;
      if (opener && closed === "value") {
        // The placeholder is the whole string (spec V2): it writes the quotes itself, or leaves them out.
        plan.modes.set(node, "json-whole");
        plan.texts.set(opener, (plan.texts.get(opener) ?? "").slice(0, -1));
        place = "value";
        isTaken = true;
      } else {
        plan.modes.set(node, place === "value" ? "json-value" : "json-string");
        closesFirst = closed !== undefined;
      }
    } else if (node.kind === "if") {
      const ends = node.branches.map((branch) => planNodes(branch.body, place, plan));
      planNodes(node.otherwise, place, plan);
      place = ends[0] ?? place;
    } else {
      const end = planNodes(node.body, place, plan);
      planNodes(node.otherwise, place, plan);
      place = end;
    }
    opener = undefined;
  }
  return place;
}

/**
 * Where each placeholder of a JSON template stands, found once from the literal text. After an `if` the first branch
 * decides, after a `for` one pass of its body; branches that leave a string in different places cannot both be right.
 */
export function planJson(nodes: readonly Node[]): JsonPlan {
  const plan: JsonPlan = { modes: new Map(), texts: new Map() };
  planNodes(nodes, "value", plan);
  return plan;
}
