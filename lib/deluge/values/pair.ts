import { List, type Value } from "./value";

/** An argument written `key : value` (spec/deluge.md §3.1): its two items, told apart from a list of two. */
export class Pair extends List {
  constructor(key: Value, value: Value) {
    super([key, value]);
  }
}
