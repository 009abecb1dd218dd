import { expect, test, vi } from "vitest";
import { createOutlook } from "./outlook";
import type { QueueHead } from "./store";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const heads = (): QueueHead[] =>
  ["w quick", "w slow", "w other"].map((queue) => ({ queue, dueAt: new Date(0), sending: 1 }));
/** A look takes 2 ms, so that the next one is due 100 ms later. */
const opened = () => {
  const looks = vi.fn(() => pause(2).then(heads));
  return { looks, outlook: createOutlook({ heads: looks }, (queue) => queue !== "w slow") };
};
const passedOver = ({ recall }: ReturnType<typeof createOutlook>) =>
  heads().flatMap(({ queue }) => (recall()?.passOver?.(queue) ? [queue] : []));

test("right after a look quick queues go on, until they give less than asked", async () => {
  const { outlook, looks } = opened();
  expect(outlook.recall()).toBeUndefined();
  expect((await outlook.look()).passOver).toBeUndefined();
  outlook.claimed("w quick", 3, 3);
  outlook.claimed("w other", 3, 2);
  expect(passedOver(outlook)).toEqual(["w slow", "w other"]);
  await outlook.look();
  expect(passedOver(outlook)).toEqual(["w slow"]);
  expect(looks).toHaveBeenCalledTimes(2);
});

test("what it claims and ends meanwhile counts; a look replaces it", async () => {
  const { outlook } = opened();
  await outlook.look();
  const sending = () => outlook.recall()?.heads.map((head) => head.sending);
  outlook.claimed("w quick", 5, 4);
  outlook.ended("w quick");
  outlook.ended("w slow");
  outlook.ended("w slow");
  outlook.ended("w gone");
  expect(sending()).toEqual([4, 0, 1]);
  await outlook.look();
  expect(sending()).toEqual([1, 1, 1]);
});

test("after a while it is time to look again", async () => {
  const { outlook } = opened();
  await outlook.look();
  await pause(300);
  expect(outlook.recall()).toBeUndefined();
});
