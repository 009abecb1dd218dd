import { textItems } from "./complete-keys";
import { completeMember } from "./complete-members";
import { expressionItems, operatorItems, statementItems } from "./complete-names";
import { attributeItems, wordItems } from "./complete-tasks";
import { type Document, documentOf, type LanguageContext } from "./document";
import { type Item, matching } from "./item";
import { type Place, placeAt } from "./place";

/**
 * What can be written at an offset, best first. Works in a source that does not parse; never throws. Items replace their
 * own `span`, which holds what is written so far.
 */
export function complete(source: string, offset: number, context: LanguageContext = {}): Item[] {
  const at = Math.min(Math.max(offset, 0), source.length);
  const document = documentOf(source, context);
  const place = placeAt(document, at);
  if (place.kind === "nothing") return [];
  return matching(itemsAt(document, place, at), source.slice(place.word.start, at));
}

function itemsAt(document: Document, place: Exclude<Place, { kind: "nothing" }>, offset: number): Item[] {
  const { word } = place;
  const after = document.source.slice(word.end, word.end + 40);
  const hasParens = /^\s*\(/.test(after);
  switch (place.kind) {
    case "text":
      return textItems(document, place);
    case "member":
      return completeMember(document, place.dot, word, offset);
    case "attribute":
      return attributeItems(place.task, place.given, word, /^\s*:/.test(after));
    case "attribute-value": {
      const words = place.isFirst ? wordItems(place.task, place.key, word) : [];
      return [
        ...words,
        ...expressionItems(document, word, hasParens).map((item) => ({ ...item, rank: item.rank + 1 })),
      ];
    }
    case "in":
      return [{ label: "in", kind: "keyword", text: "in", span: word, rank: 0 }];
    case "statement":
      return statementItems(document, word, hasParens);
    case "expression":
      return expressionItems(document, word, hasParens);
    case "operator":
      return operatorItems(word);
  }
}
