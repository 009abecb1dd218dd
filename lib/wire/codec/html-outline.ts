import { isAppError } from "@/lib/core/errors";
import { maxSelectorChars } from "./html";
import { attributeOf, type HtmlElement, type HtmlNode, type HtmlPage, isElement, textOf } from "./html-page";
import { selectBudget, selectFirst } from "./html-select";

/** An element worth mapping. `selector` finds it again; undefined when no short one does. */
export type OutlinedElement = { selector: string | undefined; name: string; depth: number; text: string };

const identifier = /^-?[a-z_][\w-]*$/i;
const quoted = (value: string) => `"${value.replace(/["\\]/g, "\\$&").replace(/[\r\n\f]/g, "")}"`;

/** The element's name with what tells it best: its id, its name attribute, its classes. */
function shortSelector(element: HtmlElement): string {
  const id = attributeOf(element, "id");
  if (id) return identifier.test(id) ? `#${id}` : `[id=${quoted(id)}]`;
  const given = attributeOf(element, "name") || attributeOf(element, "property");
  if (given) return `${element.name}[${attributeOf(element, "name") ? "name" : "property"}=${quoted(given)}]`;
  const classes = (attributeOf(element, "class") ?? "").split(/\s+/).filter((name) => identifier.test(name));
  return [element.name, ...classes.slice(0, 2)].join(".");
}

/** The attribute that holds what the element says, where its text doesn't. */
function valueAttribute(element: HtmlElement): string | undefined {
  const name = element.name === "meta" ? "content" : element.name === "input" ? "value" : undefined;
  return name !== undefined && attributeOf(element, name) !== undefined ? name : undefined;
}

const hasOwnText = (element: HtmlElement) =>
  element.children.some((child) => child.type === "text" && child.data.trim() !== "");
const isShown = (element: HtmlElement) =>
  element.name !== "script" &&
  element.name !== "style" &&
  (valueAttribute(element) !== undefined || attributeOf(element, "id") !== undefined || hasOwnText(element));

/** One element on the way down from the page or the nearest id: told from its siblings where needed, and in any case. */
type Step = { loose: string; exact: string };

/** Selectors by ever more parents, and the one by all of them. */
const longer = (steps: readonly Step[]) => [
  ...[1, 2, 3, 4].map((length) =>
    steps
      .slice(-length)
      .map(({ loose }) => loose)
      .join(" > "),
  ),
  steps.map(({ exact }) => exact).join(" > "),
];

/**
 * The elements of a page that hold text themselves or have an id, in their order; at most `limit`, `more` counts the rest.
 * AppError("limit") when the page is too large.
 */
export function outlineHtml(page: HtmlPage, limit: number): { elements: OutlinedElement[]; more: number } {
  const elements: OutlinedElement[] = [];
  const budget = selectBudget();
  let more = 0;
  const finds = (selector: string, element: HtmlElement) => {
    if (selector.length > maxSelectorChars - 20) return false;
    try {
      return selectFirst(selector, page.nodes(), budget) === element;
    } catch (error) {
      if (isAppError(error)) return false;
      throw error;
    }
  };
  const visit = (nodes: readonly HtmlNode[], depth: number, parents: readonly Step[]) => {
    const places = new Map<string, number>();
    for (const element of nodes) {
      if (!isElement(element)) continue;
      const place = (places.get(element.name) ?? 0) + 1;
      places.set(element.name, place);
      const short = shortSelector(element);
      const exact = `${element.name}:nth-of-type(${place})`;
      const steps = attributeOf(element, "id")
        ? [{ loose: short, exact: short }]
        : [...parents, { loose: place === 1 ? element.name : exact, exact }];
      const shown = isShown(element);
      if (shown && elements.length >= limit) more++;
      else if (shown) {
        const attribute = valueAttribute(element);
        const path = [short, ...longer(steps)].find((selector) => finds(selector, element));
        const text = attribute === undefined ? textOf(element, 200) : (attributeOf(element, attribute) ?? "");
        const selector = path !== undefined && attribute !== undefined ? `${path}@${attribute}` : path;
        elements.push({ selector, name: short, depth, text });
      }
      visit(element.children, shown ? depth + 1 : depth, steps);
    }
  };
  visit(page.nodes(), 0, []);
  return { elements, more };
}
