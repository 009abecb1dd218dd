import { selectOne } from "css-select";
import * as dom from "domutils";
import { AppError } from "@/lib/core/errors";
import { attributeOf, type HtmlElement, type HtmlNode, isElement } from "./html-page";

// Comparisons one selector may cost. A page of 5,000 elements needs some ten thousand; `:has` and `~` can square that.
const maxSteps = 5_000_000;

/** What may still be spent; several searches can share one. */
export type SelectBudget = { steps: number };
export const selectBudget = (): SelectBudget => ({ steps: maxSteps });

/** The way selectors look at elements, ending in AppError("limit") when they look too often. */
function countedAdapter(budget: SelectBudget) {
  const step = (cost = 1) => {
    budget.steps -= cost;
    if (budget.steps < 0)
      throw new AppError("limit", "The selector takes too long on this HTML reply; write a simpler one.");
  };
  return {
    isTag(node: HtmlNode): node is HtmlElement {
      step();
      return isElement(node);
    },
    equals(one: HtmlNode, other: HtmlNode) {
      step();
      return one === other;
    },
    getAttributeValue(element: HtmlElement, name: string) {
      const value = attributeOf(element, name);
      step(1 + (value?.length ?? 0) / 16);
      return value;
    },
    hasAttrib(element: HtmlElement, name: string) {
      step();
      return Object.hasOwn(element.attribs, name);
    },
    getName(element: HtmlElement) {
      step();
      return element.name;
    },
    getText(node: HtmlNode) {
      const text = dom.textContent(node);
      step(1 + text.length);
      return text;
    },
    getChildren(node: HtmlNode) {
      step();
      return "children" in node ? (node.children as HtmlNode[]) : [];
    },
    getParent(element: HtmlElement) {
      step();
      return element.parent as HtmlNode | null;
    },
    getSiblings(node: HtmlNode) {
      step();
      return dom.getSiblings(node) as HtmlNode[];
    },
    prevElementSibling(node: HtmlNode) {
      step();
      return dom.prevElementSibling(node);
    },
    removeSubsets: (nodes: HtmlNode[]) => nodes,
  };
}

/** The first element a CSS selector matches. Error when it is none, AppError("limit") when it costs too much. */
export function selectFirst(selector: string, nodes: HtmlNode[], budget = selectBudget()): HtmlElement | null {
  const adapter = countedAdapter(budget);
  return selectOne<HtmlNode, HtmlElement>(selector, nodes, { adapter, relativeSelector: false });
}
