import type { BinResponse, Fault, ScriptedReply } from "./bin";

/** The replies of a bin in order; one unless it has a sequence. */
export function repliesOf({ followedBy = [], afterLast: _, challenge: __, ...first }: BinResponse): ScriptedReply[] {
  return [first, ...followedBy];
}

/** The reply at an index into the sequence; beyond its end the last one. */
export const replyAt = (response: BinResponse, index: number): ScriptedReply =>
  index === 0 ? response : (response.followedBy?.at(Math.min(index, response.followedBy.length) - 1) ?? response);

/** Which reply the next request gets, counted from 0, after `given` ones in this round. */
export function nextIndex(response: BinResponse, given: number): number {
  const count = 1 + (response.followedBy?.length ?? 0);
  return response.afterLast === "repeat" ? given % count : Math.min(given, count - 1);
}

/** A plain JSON reply with this status. */
export const replyWith = (status: number): ScriptedReply => ({
  status,
  headers: [{ name: "content-type", value: "application/json" }],
  body: status < 300 ? '{"ok":true}' : `{"error":"Scripted ${status}"}`,
  delayMs: 0,
});

/** Ready-made rehearsals, by the name the button shows. */
export const presets: { name: string; replies: ScriptedReply[] }[] = [
  { name: "Always 200", replies: [replyWith(200)] },
  { name: "500, 500, 200", replies: [replyWith(500), replyWith(500), replyWith(200)] },
  {
    name: "429 with Retry-After, 200",
    replies: [
      { ...replyWith(429), headers: [...replyWith(429).headers, { name: "retry-after", value: "5" }] },
      replyWith(200),
    ],
  },
  {
    name: "Closed, hung, 200",
    replies: [{ ...replyWith(200), fault: "close" }, { ...replyWith(200), fault: "hang" }, replyWith(200)],
  },
];

/** "500, 500, 200". */
export const statusesOf = (response: BinResponse): string =>
  repliesOf(response)
    .map(({ status, fault }) => (fault ? faultWords[fault] : status))
    .join(", ");

const faultWords: Record<Fault, string> = { close: "closes", hang: "hangs", drip: "drips", reset: "resets" };
