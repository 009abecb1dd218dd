import { putKey } from "@/lib/deluge/values/keys";
import {
  Caught,
  Collection,
  DateValue,
  Decimal,
  type ElementType,
  FileValue,
  KeyValue,
  List,
  type Value,
} from "@/lib/deluge/values/value";

type Plain = string | number | bigint | boolean | null;
/** A value in its place: itself, or the position of what it refers to. */
type Cell = Plain | { at: number };

type Node =
  | { kind: "decimal"; value: number }
  | { kind: "date"; ms: number; isDateOnly: boolean }
  | { kind: "list"; items: Cell[]; element: ElementType | null; isUndecided: boolean; asMap: Cell }
  | { kind: "map"; cells: Cell[] }
  | { kind: "collection"; isKeyed: boolean | null; cells: Cell[] }
  | { kind: "file"; name: string; type: string; bytes: Uint8Array; charset: string | null; paramName: string | null }
  | { kind: "error"; message: string; line: number };

/**
 * A value as it crosses between threads: plain data, because structured clones lose their class. What is not plain stands in
 * one flat table (the first is the value), so depth costs no stack and two names for one list stay two names for one list.
 */
export type Wire = Plain | { nodes: Node[] };

/** Smaller buffers are copied: handing one over costs more, and Node keeps small ones in a shared pool. */
const transferFrom = 64 * 1024;

/** `transfer`, where given, takes the buffers that go over whole; the sender's files are empty afterwards. */
export function encodeValue(value: Value, transfer?: ArrayBuffer[]): Wire {
  if (value === null || typeof value !== "object") return value;
  const places = new Map<object, number>();
  const found: Exclude<Value, Plain>[] = [];
  const cell = (part: Value): Cell => {
    if (part === null || typeof part !== "object") return part;
    let at = places.get(part);
    if (at === undefined) {
      at = found.push(part) - 1;
      places.set(part, at);
    }
    return { at };
  };
  cell(value);
  const nodes: Node[] = [];
  // `found` grows while its entries are described.
  for (const part of found) nodes.push(nodeOf(part, cell));
  if (transfer) for (const node of nodes) if (node.kind === "file") handOver(node.bytes, transfer);
  return { nodes };
}

/** Puts the buffer below these bytes on the list when it may go over as a whole. */
export function handOver({ buffer, byteLength }: Uint8Array, transfer: ArrayBuffer[]): void {
  if (byteLength >= transferFrom && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer)
    if (!transfer.includes(buffer)) transfer.push(buffer);
}

function nodeOf(part: Exclude<Value, Plain>, cell: (part: Value) => Cell): Node {
  if (part instanceof Decimal) return { kind: "decimal", value: part.value };
  if (part instanceof DateValue) return { kind: "date", ms: part.ms, isDateOnly: part.isDateOnly };
  if (part instanceof List) {
    const { items, element, isUndecided, asMap } = part;
    return { kind: "list", items: items.map(cell), element, isUndecided, asMap: cell(asMap) };
  }
  if (part instanceof KeyValue) return { kind: "map", cells: cellsOf(part.entries, cell) };
  if (part instanceof Collection)
    return { kind: "collection", isKeyed: part.isKeyed, cells: cellsOf(part.entries, cell) };
  if (part instanceof FileValue) {
    const { name, type, bytes, charset, paramName } = part;
    return { kind: "file", name, type, bytes, charset, paramName };
  }
  return { kind: "error", message: part.message, line: part.line };
}

/** Keys and values in turn. */
function cellsOf(entries: ReadonlyMap<Value, Value>, cell: (part: Value) => Cell): Cell[] {
  const cells: Cell[] = [];
  for (const [key, value] of entries) cells.push(cell(key), cell(value));
  return cells;
}

/** The value again, as the other thread's own objects. */
export function decodeValue(wire: Wire): Value {
  if (wire === null || typeof wire !== "object") return wire;
  const made = wire.nodes.map(emptyOf);
  const placed = (cell: Cell | undefined): Value =>
    cell === undefined ? null : cell === null || typeof cell !== "object" ? cell : (made[cell.at] ?? null);
  wire.nodes.forEach((node, at) => {
    const part = made[at];
    if (node.kind === "list" && part instanceof List) {
      for (const item of node.items) part.items.push(placed(item));
      const map = placed(node.asMap);
      if (map instanceof KeyValue) part.asMap = map;
    } else if (node.kind === "map" || node.kind === "collection")
      for (let i = 0; i < node.cells.length; i += 2) {
        const [key, value] = [placed(node.cells[i]), placed(node.cells[i + 1])];
        if (part instanceof KeyValue) putKey(part, key, value);
        else if (part instanceof Collection) part.entries.set(key, value);
      }
  });
  return made[0] ?? null;
}

function emptyOf(node: Node): Exclude<Value, Plain> {
  switch (node.kind) {
    case "decimal":
      return new Decimal(node.value);
    case "date":
      return new DateValue(node.ms, node.isDateOnly);
    case "list":
      return new List([], node.element, node.isUndecided);
    case "map":
      return new KeyValue();
    case "collection": {
      const collection = new Collection();
      collection.isKeyed = node.isKeyed;
      return collection;
    }
    case "file": {
      const file = new FileValue(node.name, node.type, node.bytes);
      file.charset = node.charset;
      file.paramName = node.paramName;
      return file;
    }
    case "error":
      return new Caught(node.message, node.line);
  }
}

/** Several values that may share parts. */
export const encodeValues = (values: readonly Value[]): Wire => encodeValue(new List([...values]));

export function decodeValues(wire: Wire): readonly Value[] {
  const list = decodeValue(wire);
  return list instanceof List ? list.items : [list];
}
