import { everything } from "@/lib/core/page";
import { isEnded, type Job } from "@/lib/delivery/job";
import type { Stores } from "@/lib/runtime/stores";

const shown = 10;
const mostEnded = 3;
const recentMs = 15 * 60_000;

/** Jobs that go on, and the last three that ended within a quarter of an hour. */
export async function currentJobs({ jobs }: Pick<Stores, "jobs">, now: Date): Promise<Job[]> {
  const { items } = await jobs.list({ page: 1, pageSize: shown });
  const isRecent = ({ finishedAt }: Job) => finishedAt !== null && now.getTime() - finishedAt.getTime() < recentMs;
  const ended = items.filter((job) => isEnded(job.status) && isRecent(job));
  return [...items.filter(({ status }) => !isEnded(status)), ...ended.slice(0, mostEnded)];
}

/** Names of the webhooks that jobs are about, by id. */
export async function webhookNames({ webhooks }: Pick<Stores, "webhooks">): Promise<Record<string, string>> {
  const { items } = await webhooks.list(everything);
  return Object.fromEntries(items.map(({ id, name }) => [id, name]));
}
