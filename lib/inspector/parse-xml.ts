import { readXml } from "@/lib/wire/codec/xml-reader";
import type { FormNode } from "./parse-body";

/**
 * An XML body as a tree: elements with their text, attributes as `@name` before the children. `mistake` says where it is no XML;
 * `isTooLarge` that it has more elements and attributes than `limit`.
 */
export function parseXml(text: string, limit: number): { nodes: FormNode[]; mistake?: string; isTooLarge?: boolean } {
  const nodes: FormNode[] = [];
  const path: FormNode[] = [{ name: "", values: [], children: nodes }];
  let count = 0;
  const leaf = (name: string, ...values: string[]): FormNode => ({ name, values, children: [] });
  const mistake = readXml(text, {
    open(name, attributes) {
      count += 1 + attributes.length;
      const node = leaf(name);
      node.children.push(...attributes.map((one) => leaf(`@${one.name}`, one.value)));
      if (count <= limit) path.at(-1)?.children.push(node);
      path.push(node);
    },
    text(piece) {
      const node = path.at(-1);
      if (node && path.length > 1) node.values = [(node.values[0] ?? "") + piece];
    },
    close() {
      const node = path.pop();
      // The blanks that indent the children are no text.
      if (node) node.values = node.values.map((value) => value.trim()).filter((value) => value !== "");
    },
  });
  if (mistake) return { nodes: [], mistake: mistake.message };
  return count > limit ? { nodes: [], isTooLarge: true } : { nodes };
}
