import { decimalText, integerOf } from "./numeral";
import { DateValue, Decimal, type KeyValue, settled, type Value } from "./value";

// Keys are loose (spec/deluge.md §9.6): the exact type first, then the text form, so `1` finds "1" and the other way round.
// Text and numbers are told apart by the Map itself; `twins` finds the other scalar keys by their text. A list or map as a
// key is itself and nothing else: it stays live (§3).

/** How a scalar that is neither text nor number is found again; undefined for those and for lists, maps, files. */
function twinOf(key: Value): string | undefined {
  if (key instanceof Decimal) return `=${decimalText(key.value)}`;
  if (key instanceof DateValue) return `@${key.ms}`;
  return typeof key === "boolean" || key === null ? `=${key}` : undefined;
}

function numberNamed(text: string): number | bigint | undefined {
  const first = text.charCodeAt(0);
  if (text.length > 20 || text === "" || (first !== 45 && (first < 48 || first > 57))) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return String(value) === text ? value : undefined;
  if (!/^-?[1-9][0-9]*$/.test(text)) return undefined;
  return integerOf(BigInt(text)) ?? undefined;
}

/** The key under which the map holds what `key` asks for; undefined when it holds none. */
function placeOf(map: KeyValue, key: Value): Value | undefined {
  const { entries, twins } = map;
  if (entries.has(key)) return key;
  if (typeof key === "string") {
    const number = numberNamed(key);
    if (number !== undefined && entries.has(number)) return number;
    return twins?.get(`=${key}`);
  }
  if (typeof key === "number" || typeof key === "bigint") {
    const text = String(key);
    return entries.has(text) ? text : twins?.get(`=${text}`);
  }
  const twin = twinOf(key);
  if (twin === undefined) return undefined;
  const known = twins?.get(twin);
  if (known !== undefined) return known;
  const text = twin.slice(1);
  return twin.startsWith("=") && entries.has(text) ? text : undefined;
}

/** The value under a key; undefined when the map has no such key (§9.6). */
export function getKey(map: KeyValue, key: Value): Value | undefined {
  const value = map.entries.get(key);
  if (value !== undefined) return value;
  const place = placeOf(map, settled(key));
  return place === undefined ? undefined : map.entries.get(place);
}

export const hasKey = (map: KeyValue, key: Value): boolean => placeOf(map, settled(key)) !== undefined;

/** Inserts at the end, or overwrites keeping the place and the first spelling of the key. */
export function putKey(map: KeyValue, key: Value, value: Value): void {
  const wanted = settled(key);
  const place = placeOf(map, wanted);
  if (place !== undefined) {
    map.entries.set(place, value);
    return;
  }
  const twin = twinOf(wanted);
  if (twin !== undefined) {
    map.twins ??= new Map();
    map.twins.set(twin, wanted);
  }
  map.entries.set(wanted, value);
}

/** Removes an entry; undefined when there was none. */
export function removeKey(map: KeyValue, key: Value): Value | undefined {
  const place = placeOf(map, settled(key));
  if (place === undefined) return undefined;
  const value = map.entries.get(place);
  map.entries.delete(place);
  const twin = twinOf(place);
  if (twin !== undefined) map.twins?.delete(twin);
  return value;
}

export function clearKeys(map: KeyValue): void {
  map.entries.clear();
  map.twins = null;
}
