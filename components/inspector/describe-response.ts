import { formatMs, statusText } from "@/components/exchange/format";
import type { BinResponse } from "@/lib/inspector/bin";
import { nextIndex, statusesOf } from "@/lib/inspector/script";

const faultWords = {
  close: "by closing the connection",
  hang: "never (hangs)",
  drip: "a byte a second",
  reset: "with half a body, then a reset",
};

/** What a bin answers, to follow "Answers": "503, text/html, after 2.00 s", or "500, 500, 200, then 200 again; next: reply 2 of 3". */
export function describeResponse(response: BinResponse, given: number): string {
  return [response.followedBy?.length ? describeSequence(response, given) : describeReply(response), gate(response)]
    .filter(Boolean)
    .join(", ");
}

function describeReply({ status, headers, delayMs, fault }: BinResponse): string {
  const type = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value.split(";")[0];
  return [
    fault === "close" || fault === "hang" ? undefined : statusText(status),
    fault ? faultWords[fault] : type,
    delayMs > 0 && `after ${formatMs(delayMs)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

function describeSequence(response: BinResponse, given: number): string {
  const count = 1 + (response.followedBy?.length ?? 0);
  const end = response.afterLast === "repeat" ? "then over again" : "then the last again";
  return `${statusesOf(response)}, ${end}; next is reply ${nextIndex(response, given) + 1} of ${count}`;
}

const gate = ({ challenge }: BinResponse) =>
  challenge && (challenge.kind === "basic" ? "behind a Basic challenge" : "never: it asks for NTLM and lets nobody in");
