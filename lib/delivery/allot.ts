import type { Gate } from "./gate";
import { queueParts } from "./queue";
import type { QueueHead, Take, WebhookLimits } from "./store";

/** Whether a queue's exchanges end quickly; if not, or if none was tried yet, how many are under way in this worker. */
export type Pace = "quick" | { isNew: boolean; underWay: number };

/** What one turn of a worker is decided on. */
export type AllotFacts = {
  now: Date;
  heads: readonly QueueHead[];
  /** Those that get nothing this turn. */
  passOver?(queue: string): boolean;
  /** Breakers that are not closed, by queue. */
  gates: ReadonlyMap<string, Gate>;
  /** By webhook; absent: none of its own. */
  limits: ReadonlyMap<string, WebhookLimits>;
  /** Webhooks whose token bucket was found empty, and until when. */
  paused: ReadonlyMap<string, number>;
  /** The turn in which a queue last got something; those that waited longest for theirs come first. */
  served: ReadonlyMap<string, number>;
  /** Sent by this worker, by queue: counts for queues without a head. */
  mine: ReadonlyMap<string, number>;
  /** Of those, how many were answered and wait to be written: they are a burden to nobody. */
  answered: ReadonlyMap<string, number>;
  paceOf(queue: string): Pace;
  /** Places for queues that answer quickly, and for the others. */
  room: number;
  slowRoom: number;
  /** How many of the room may go, one each, to queues that are not known to be quick when there is no other place for them. */
  trialRoom: number;
  /** How many a queue that drags may have under way when it is the only one. */
  slowPlaces: number;
  perHost: number;
  /** The longest an exchange may take, in milliseconds. */
  probeMs: number;
};

/** `again`: when, in ms since 1970, something can be had that can't now; infinity when only news can change that. */
export type Allotment = { takes: Take[]; again: number };

const lookAgainMs = 1_000;

/**
 * How many each queue gets: one each in rounds, the one that waited for its turn the longest first, until the room or the
 * caps of webhook and host are reached. What a breaker holds back gets nothing until its probe is due, then one.
 */
export function allot(facts: AllotFacts): Allotment {
  const { room, slowRoom, trialRoom } = facts;
  const { due, again } = findDue(facts);
  const busy = countBusy(facts);
  const shareOf = shares(facts, due);
  const left = { quick: room, slow: slowRoom, trial: trialRoom };
  const given = new Map<string, number>();
  let open: Candidate[] = due;
  while (open.length > 0 && (left.quick > 0 || left.slow > 0)) {
    open = open.filter((one) => {
      const has = given.get(one.queue) ?? 0;
      const isTrial = one.pace !== "quick" && one.pace.underWay + has === 0 && left.slow < 1 && left.trial > 0;
      const kind = one.pace === "quick" || isTrial ? "quick" : "slow";
      if (left[kind] < 1 || has >= one.most || has >= shareOf(one.pace)) return false;
      if (busy.ofHost(one.host) >= facts.perHost || busy.ofWebhook(one.webhookId) >= one.concurrency) return false;
      left[kind] -= 1;
      if (isTrial) left.trial -= 1;
      given.set(one.queue, has + 1);
      busy.add(one);
      return true;
    });
  }
  const takes = due.flatMap((one): Take[] => {
    const limit = given.get(one.queue);
    return limit === undefined ? [] : [{ queue: one.queue, limit, ...one.paced }];
  });
  // What is capped goes on when an exchange ends, here or elsewhere; looking is the floor.
  const isLeft = takes.length < due.length && room > 0;
  return { takes, again: isLeft ? Math.min(again, facts.now.getTime() + lookAgainMs) : again };
}

/** How many more a queue may get that is not known to end quickly: those that drag share half the places, new ones the room. */
function shares({ room, slowPlaces }: AllotFacts, due: readonly Candidate[]): (pace: Pace) => number {
  const slow = due.flatMap(({ pace }) => (pace === "quick" ? [] : [pace]));
  const count = (isNew: boolean) => Math.max(1, slow.filter((pace) => pace.isNew === isNew).length);
  const [draggers, fresh] = [count(false), count(true)];
  const most = (isNew: boolean) => Math.max(1, Math.floor(isNew ? room / fresh : slowPlaces / draggers));
  return (pace) => (pace === "quick" ? Number.POSITIVE_INFINITY : most(pace.isNew) - pace.underWay);
}

type Candidate = {
  queue: string;
  webhookId: string;
  host: string;
  pace: Pace;
  concurrency: number;
  most: number;
  paced: Pick<Take, "rate" | "within" | "probeUntil">;
};

/** What may go now, in the order of turns, and when the rest may. */
function findDue({ now, heads, passOver, gates, limits, paused, served, paceOf, probeMs }: AllotFacts) {
  const at = now.getTime();
  let again = Number.POSITIVE_INFINITY;
  const due: QueueHead[] = [];
  for (const head of heads) {
    if (passOver?.(head.queue)) continue;
    const gate = gates.get(head.queue);
    const pause = paused.size > 0 ? paused.get(queueParts(head.queue).webhookId) : undefined;
    const from = Math.max(head.dueAt.getTime(), gate?.probeAt.getTime() ?? 0, pause ?? 0);
    if (from > at) again = Math.min(again, from);
    else due.push(head);
  }
  const turn = ({ queue }: QueueHead) => served.get(queue) ?? 0;
  due.sort((a, b) => turn(a) - turn(b) || a.dueAt.getTime() - b.dueAt.getTime() || (a.queue < b.queue ? -1 : 1));
  const candidates = due.map(({ queue }): Candidate => {
    const { webhookId, host } = queueParts(queue);
    const limit = limits.get(webhookId);
    const perSecond = limit?.perSecond ?? null;
    const burst = Math.max(1, perSecond ?? 1);
    const concurrency = limit?.concurrency ?? null;
    const isProbe = gates.has(queue);
    return {
      ...{ queue, webhookId, host, pace: paceOf(queue) },
      concurrency: concurrency ?? Number.POSITIVE_INFINITY,
      most: isProbe ? 1 : perSecond === null ? Number.POSITIVE_INFINITY : Math.floor(burst),
      paced: {
        ...(perSecond === null ? {} : { rate: { webhookId, perSecond, burst } }),
        ...(concurrency === null ? {} : { within: { webhookId, concurrency } }),
        ...(isProbe ? { probeUntil: new Date(at + probeMs) } : {}),
      },
    };
  });
  return { due: candidates, again };
}

/** What is being sent, by host and by webhook: a host is rid of what it has answered, a webhook's limit is on all that is not yet written. */
function countBusy({ heads, mine, answered }: AllotFacts) {
  const hosts = new Map<string, number>();
  const webhooks = new Map<string, number>();
  const add = ({ host, webhookId }: { host: string; webhookId: string }, count = 1, burden = count) => {
    hosts.set(host, (hosts.get(host) ?? 0) + Math.max(0, burden));
    webhooks.set(webhookId, (webhooks.get(webhookId) ?? 0) + count);
  };
  const addQueue = (queue: string, count: number) =>
    count > 0 && add(queueParts(queue), count, count - (answered.get(queue) ?? 0));
  const known = new Set(heads.map(({ queue }) => queue));
  for (const { queue, sending } of heads) addQueue(queue, sending);
  for (const [queue, count] of mine) if (!known.has(queue)) addQueue(queue, count);
  return {
    add,
    ofHost: (host: string) => hosts.get(host) ?? 0,
    ofWebhook: (id: string) => webhooks.get(id) ?? 0,
  };
}
