import type { Codec } from "./codec";
import { attributeOf, type HtmlPage, htmlPage, textOf } from "./html-page";
import { selectFirst } from "./html-select";

export const maxSelectorChars = 500;
/** `a.more@href` as its selector and attribute. */
function partsOf(path: string): { selector: string; attribute?: string } {
  const [, selector, attribute] = /^(.*[^\\])@([a-z_:][\w:.-]*)$/is.exec(path) ?? [];
  return selector !== undefined && attribute !== undefined
    ? { selector: selector.trim(), attribute: attribute.toLowerCase() }
    : { selector: path };
}

function problemWithPath(given: string): string | undefined {
  const path = given.trim();
  if (path === "$") return undefined;
  if (path.length > maxSelectorChars) return `A CSS selector may have at most ${maxSelectorChars} characters`;
  try {
    if (path === "" || path.startsWith("@")) throw new Error("the element is missing");
    selectFirst(partsOf(path).selector, []);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 120) : "";
    return `This is not a CSS selector such as #ref or a.more@href, nor $ for the whole text (${detail})`;
  }
}

/** HTML by CSS selector: the first match's text, or its attribute after `@`. `$` is the whole text (spec §4.5). */
export const html: Codec = {
  decode: (body) => ({ ok: true, value: htmlPage(body) }),
  find(value, given) {
    const page = value as HtmlPage;
    const path = given.trim();
    if (path === "$") return page.text;
    if (problemWithPath(path)) return undefined;
    const { selector, attribute } = partsOf(path);
    const element = selectFirst(selector, page.nodes());
    if (!element) return undefined;
    return attribute === undefined ? textOf(element) : attributeOf(element, attribute);
  },
  problemWithPath,
};
