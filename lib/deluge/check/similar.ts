/** How many letters to insert, remove, change or swap; beyond `most` only that it is more. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The candidates a misspelt word may have meant, nearest first, at most `count`; letter case counts for nothing. */
export function similarWords(word: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = word.toLowerCase();
  const most = wanted.length < 4 ? 1 : wanted.length < 8 ? 2 : 3;
  const found: { text: string; distance: number }[] = [];
  let looked = 0;
  for (const text of candidates) {
    if (text === word || text === "" || ++looked > 1_000) continue;
    const distance = editDistance(wanted, text.toLowerCase(), most);
    if (distance <= most && distance < wanted.length) found.push({ text, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ text }) => text);
}
