/** One row of two texts side by side; a side without a line has none. `start` and `end` bound what differs within it. */
export type DiffLine = { number: number; text: string; start: number; end: number };
export type DiffRow =
  | { kind: "same" | "changed"; left: DiffLine; right: DiffLine }
  | { kind: "removed"; left: DiffLine; right?: undefined }
  | { kind: "added"; left?: undefined; right: DiffLine };

// Beyond this many comparisons the differing middle is shown as replaced.
const mostCells = 4_000_000;

/** Two texts line by line: what is the same stands side by side, a changed line beside its successor. */
export function diffLines(before: string, after: string): DiffRow[] {
  const left = before === "" ? [] : before.split(/\r\n|\n/);
  const right = after === "" ? [] : after.split(/\r\n|\n/);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  )
    end++;
  const pairs = matchingPairs(left.slice(start, left.length - end), right.slice(start, right.length - end));
  const rows: DiffRow[] = [];
  const same = (leftIndex: number, rightIndex: number) =>
    rows.push({ kind: "same", left: whole(left, leftIndex), right: whole(right, rightIndex) });
  for (let index = 0; index < start; index++) same(index, index);
  let [l, r] = [start, start];
  for (const [nextLeft, nextRight] of [...pairs, [left.length - end - start, right.length - end - start] as const]) {
    rows.push(...between(left, right, [l, start + nextLeft], [r, start + nextRight]));
    [l, r] = [start + nextLeft + 1, start + nextRight + 1];
    if (start + nextLeft < left.length - end) same(start + nextLeft, start + nextRight);
  }
  for (let index = end; index > 0; index--) same(left.length - index, right.length - index);
  return rows;
}

const whole = (lines: readonly string[], index: number): DiffLine => {
  const text = lines[index] ?? "";
  return { number: index + 1, text, start: 0, end: text.length };
};

/** Lines gone and lines come between two that stayed: paired as changed as far as both sides have one. */
function between(
  left: readonly string[],
  right: readonly string[],
  [leftFrom, leftTo]: readonly [number, number],
  [rightFrom, rightTo]: readonly [number, number],
): DiffRow[] {
  const count = Math.max(leftTo - leftFrom, rightTo - rightFrom);
  return Array.from({ length: count }, (_, offset): DiffRow => {
    const [l, r] = [leftFrom + offset, rightFrom + offset];
    if (l >= leftTo) return { kind: "added", right: whole(right, r) };
    if (r >= rightTo) return { kind: "removed", left: whole(left, l) };
    return changed(whole(left, l), whole(right, r));
  });
}

/** Two lines with the bounds of what differs in them. */
function changed(left: DiffLine, right: DiffLine): DiffRow {
  const shorter = Math.min(left.text.length, right.text.length);
  let start = 0;
  while (start < shorter && left.text[start] === right.text[start]) start++;
  let tail = 0;
  while (tail < shorter - start && left.text.at(-1 - tail) === right.text.at(-1 - tail)) tail++;
  return {
    kind: "changed",
    left: { ...left, start, end: left.text.length - tail },
    right: { ...right, start, end: right.text.length - tail },
  };
}

/** Index pairs of a longest common subsequence, in order. */
function matchingPairs(left: readonly string[], right: readonly string[]): (readonly [number, number])[] {
  const width = right.length + 1;
  if (left.length * right.length > mostCells) return [];
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (l: number, r: number) => lengths[l * width + r] ?? 0;
  for (let l = left.length - 1; l >= 0; l--)
    for (let r = right.length - 1; r >= 0; r--)
      lengths[l * width + r] = left[l] === right[r] ? at(l + 1, r + 1) + 1 : Math.max(at(l + 1, r), at(l, r + 1));
  const pairs: (readonly [number, number])[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    if (left[l] === right[r]) pairs.push([l++, r++]);
    else if (at(l + 1, r) >= at(l, r + 1)) l++;
    else r++;
  }
  return pairs;
}

export type DiffPart = { rows: DiffRow[] } | { skipped: number };

/** The rows around changes; longer stretches without any as a count. */
export function foldSame(rows: readonly DiffRow[], context = 3): DiffPart[] {
  const near = rows.map(() => false);
  for (const [index, { kind }] of rows.entries())
    if (kind !== "same") near.fill(true, Math.max(0, index - context), index + context + 1);
  const parts: DiffPart[] = [];
  for (const [index, row] of rows.entries()) {
    const last = parts.at(-1);
    if (near[index]) {
      if (last && "rows" in last) last.rows.push(row);
      else parts.push({ rows: [row] });
    } else if (last && "skipped" in last) last.skipped++;
    else parts.push({ skipped: 1 });
  }
  return parts;
}
