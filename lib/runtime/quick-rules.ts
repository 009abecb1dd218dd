import type { EventOutcome, FinishResult } from "@/lib/automation/store";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { Stores } from "./stores";

type Outcome = EventOutcome<NewDelivery>;
type Waiting = { outcome: Outcome; done: (result: FinishResult) => void; failed: (error: unknown) => void };

/** Most events whose ends are one transaction. */
const mostTogether = 100;

/**
 * The stores as the events of one claim see them: what rules read over and over is read once, and what they decide is written
 * together. An event decided again asks the stores themselves.
 */
export function quickStores(stores: Stores): Stores {
  const { deskLists, functions, triggers, webhooks } = stores;
  const lists = once(() => deskLists.load());
  return {
    ...stores,
    deskLists: { ...deskLists, load: () => lists("") },
    triggers: { ...triggers, enabledOf: once((typeId: number) => triggers.enabledOf(typeId)) },
    functions: { ...functions, get: once((id: string) => functions.get(id)) },
    webhooks: { ...webhooks, get: once((id: string) => webhooks.get(id)) },
  };
}

function once<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    const found = known.get(key) ?? read(key);
    known.set(key, found);
    return found;
  };
}

/**
 * Group commit: outcomes that come in while others are being written go together into the next transaction. When the group
 * fails as a whole each is tried alone, so that one bad one can't hold up the rest.
 */
export function groupFinish(events: Stores["events"]): Stores["events"]["finish"] {
  let queue: Waiting[] = [];
  let writing = false;

  async function write(together: Waiting[]): Promise<void> {
    try {
      const results = await events.finish(together.map(({ outcome }) => outcome));
      for (const [index, { done }] of together.entries()) done(results[index] ?? "lost");
    } catch (error) {
      const [only] = together;
      if (together.length === 1 && only) return only.failed(error);
      for (const one of together) await write([one]);
    }
  }

  async function writeAll(): Promise<void> {
    if (writing) return;
    writing = true;
    while (queue.length > 0) {
      const together = queue.slice(0, mostTogether);
      queue = queue.slice(mostTogether);
      await write(together);
    }
    writing = false;
  }

  const one = (outcome: Outcome) =>
    new Promise<FinishResult>((done, failed) => {
      queue.push({ outcome, done, failed });
      // What is decided in the same turn of the event loop comes along.
      setImmediate(() => void writeAll());
    });
  return (outcomes) => Promise.all(outcomes.map(one));
}
