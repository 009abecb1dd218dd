import { delayText } from "./retry-delays";
import { delaysOf, type RetryPolicy, type RetryStop, retriedErrors } from "./retry-policy";

/** "Up to 10 attempts within about 3 d 4 h." Jitter and what partners ask for come on top. */
export function describeAttempts(policy: RetryPolicy): string {
  const delays = delaysOf(policy);
  if (delays.length === 0) return "One attempt.";
  const total = delays.reduce((sum, delay) => sum + delay, 0);
  return `Up to ${delays.length + 1} attempts within about ${delayText(total)}.`;
}

/** "the status is 400 to 499", as the end of "Not tried again when …". */
export function describeStop(stop: RetryStop): string {
  switch (stop.on) {
    case "status":
      return stop.from === stop.to ? `the status is ${stop.from}` : `the status is ${stop.from} to ${stop.to}`;
    case "header":
      return stop.contains
        ? `the header ${stop.name} contains “${stop.contains}”`
        : `the reply has the header ${stop.name}`;
    case "body":
      return `the reply contains “${stop.contains}”`;
    case "error":
      return retriedErrors[stop.kind];
  }
}
