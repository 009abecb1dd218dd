import type { NewNotice } from "@/lib/notices/notice";
import type { Gate, GateStore, NewOutage, Outage } from "../gate";
import { queueOf } from "../queue";
import type { ClaimedDelivery, QueueHead, Settlement, SettleResult, Take } from "../store";
import type { WorkerPorts } from "../worker-ports";
import { sampleClaim } from "./samples";

type Waiting = ClaimedDelivery & { dueAt: number };

/** Queues, rates and gates that any number of workers share, in memory, as the stores keep them. */
export function memoryQueues(now: () => number = Date.now) {
  const waiting = new Map<string, Waiting>();
  const sending = new Map<string, Waiting>();
  const done = new Map<string, Settlement>();
  const attempts: Settlement[] = [];
  const gates = new Map<string, Gate>();
  const outages = new Map<string, Outage>();
  const notices: NewNotice[] = [];
  const buckets = new Map<string, number>();
  const listeners = new Set<() => void>();
  /** The most that was ever sent at once, by queue. */
  const most = new Map<string, number>();
  const changed = () => {
    for (const listener of listeners) setTimeout(listener, 0);
  };
  const countOf = (queue: string) => [...sending.values()].filter((one) => one.queue === queue).length;

  /** How many tokens may be drawn (GCRA). */
  function draw({ webhookId, perSecond, burst }: NonNullable<Take["rate"]>, limit: number): number {
    const interval = 1_000 / perSecond;
    let fullAt = Math.max(buckets.get(webhookId) ?? 0, now());
    let drawn = 0;
    for (; drawn < limit && fullAt + interval - now() <= burst * interval + 1e-6; drawn++) fullAt += interval;
    buckets.set(webhookId, fullAt);
    return drawn;
  }

  function claimOne(take: Take, leaseMs: number): ClaimedDelivery[] {
    const due = [...waiting.values()]
      .filter(({ queue, dueAt }) => queue === take.queue && dueAt <= now())
      .sort((a, b) => a.dueAt - b.dueAt);
    const gate = gates.get(take.queue);
    if (take.probeUntil && (due.length === 0 || !gate || gate.probeAt.getTime() > now())) return [];
    const wanted = Math.min(due.length, take.probeUntil ? 1 : take.limit);
    const taken = due.slice(0, take.rate ? draw(take.rate, wanted) : wanted);
    if (take.probeUntil && gate && taken.length > 0)
      gates.set(take.queue, { ...gate, state: "halfOpen", probeAt: take.probeUntil });
    for (const one of taken) {
      waiting.delete(one.id);
      one.attemptNumber += 1;
      one.isProbe = take.probeUntil !== undefined;
      one.lease = `until ${now() + leaseMs}`;
      sending.set(one.id, one);
      most.set(one.queue, Math.max(most.get(one.queue) ?? 0, countOf(one.queue)));
    }
    return taken.map((one) => ({ ...one }));
  }

  function settleOne(settlement: Settlement): SettleResult {
    const one = sending.get(settlement.deliveryId);
    attempts.push(settlement);
    if (one?.lease !== settlement.lease) return "lost";
    sending.delete(one.id);
    if (settlement.isFree) one.freeAttempts += 1;
    if (settlement.nextAttemptAt) waiting.set(one.id, { ...one, dueAt: settlement.nextAttemptAt.getTime() });
    else done.set(one.id, settlement);
    return "settled";
  }

  const deliveries: WorkerPorts["deliveries"] = {
    async heads() {
      const heads = new Map<string, QueueHead>();
      for (const { queue, dueAt } of waiting.values()) {
        const known = heads.get(queue);
        if (!known || known.dueAt.getTime() > dueAt)
          heads.set(queue, { queue, dueAt: new Date(dueAt), sending: countOf(queue) });
      }
      return [...heads.values()];
    },
    claim: async ({ takes, leaseMs }) => takes.flatMap((take) => claimOne(take, leaseMs)),
    async settle(group) {
      const results = group.map(settleOne);
      changed();
      return results;
    },
    renew: async () => {},
    recover: async () => 0,
    nextLeaseEnd: async () => null,
  };

  async function begin(outage: NewOutage, notice: NewNotice): Promise<boolean> {
    if (outages.has(outage.queue)) return false;
    outages.set(outage.queue, { ...outage, id: `out_${outages.size}`, endedAt: null });
    notices.push(notice);
    return true;
  }
  const gateStore: Pick<GateStore, "list" | "openOutages" | "open" | "begin" | "close"> = {
    list: async () => [...gates.values()],
    openOutages: async () => [...outages.keys()],
    async open(gate, outage, notice) {
      gates.set(gate.queue, gate);
      await begin(outage, notice);
    },
    begin,
    async close(queue, _, notice) {
      gates.delete(queue);
      const outage = outages.get(queue);
      outages.delete(queue);
      if (outage) notices.push(notice(outage));
    },
  };

  return {
    deliveries,
    gates: gateStore,
    waiting,
    done,
    attempts,
    notices,
    stored: gates,
    most,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Deliveries of a webhook to a URL, due now. */
    add(count: number, url: string, webhookId = "whk_1", changes: Partial<ClaimedDelivery> = {}) {
      for (let index = 0; index < count; index++) {
        const id = `dlv_${waiting.size + sending.size + done.size}`;
        const request = { ...sampleClaim().request, url };
        const given = { id, webhookId, request, queue: queueOf(webhookId, url), attemptNumber: 0, ...changes };
        waiting.set(id, { ...sampleClaim(given), dueAt: now() + index / 1_000 });
      }
      changed();
    },
  };
}
