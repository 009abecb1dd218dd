const alreadyNormal = /^[a-z0-9_-]*$/;
const longestRemembered = 200;
const mostRemembered = 5_000;
const remembered = new Map<string, string>();

/** Lower case without white space: "Linked Assets" and "linkedassets" name the same field (spec §4.3, §4.4). */
export function normaliseKey(key: string): string {
  if (alreadyNormal.test(key)) return key;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const normal = key.toLowerCase().replace(/\s/g, "");
  if (key.length <= longestRemembered) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(key, normal);
  }
  return normal;
}

const bareStep = /^[\p{L}\p{N}\p{M}_$]+(?:-+[\p{L}\p{N}\p{M}_$]+)*$/u;

/** `["ticket","assets","0","a.b"]` as `ticket.assets[0]["a.b"]`. */
export function formatPath(steps: readonly string[]): string {
  return steps
    .map((step, index) => {
      if (index > 0 && /^\d+$/.test(step)) return `[${step}]`;
      if (!bareStep.test(step)) return `[${JSON.stringify(step)}]`;
      return index > 0 ? `.${step}` : step;
    })
    .join("");
}
