import { scriptTools } from "@/lib/runtime/script-tools";
import type { Host, ScriptMail, TaskInput, UrlCall, UrlReply } from "../host";
import type { Value } from "../values/value";

/** A reply to the next outgoing call; `error` makes it fail on the way. */
export type ScriptedReply = {
  status?: number;
  type?: string;
  headers?: readonly (readonly [string, string])[];
  body?: string | Uint8Array;
  error?: string;
};

export type Overrides = Partial<Omit<Host, "timeZone">> & {
  timeZone?: string | undefined;
  replies?: readonly ScriptedReply[];
  variables?: Record<string, Value>;
  /** By path as written; what runs when a script calls it. */
  tasks?: Record<string, (input: TaskInput) => Value>;
};

export type FakeHost = Host & {
  /** Outgoing calls, mails and tasks so far, oldest first. */
  calls: UrlCall[];
  mails: ScriptMail[];
  ran: { path: string; input: TaskInput }[];
};

const variables: Record<string, Value> = {
  ...{ "zoho.loginuser": "tessa", "zoho.loginuserid": "tessa@example.com" },
  ...{ "zoho.adminuser": "admin", "zoho.adminuserid": "admin@example.com" },
  ...{ "zoho.appname": "hookdesk", "zoho.ipaddress": "192.0.2.1" },
};

/**
 * A host for tests: it is 2026-01-15T10:30:00Z in Asia/Kolkata and stays so, `random` runs through the same numbers, and
 * calls get the scripted replies in turn, then `200 text/plain` and nothing.
 */
export function fakeHost(overrides: Overrides = {}): FakeHost {
  const { replies = [], variables: more, tasks = {}, timeZone = "Asia/Kolkata", ...given } = overrides;
  const left = [...replies];
  const known = new Map(Object.entries({ ...variables, ...more }));
  let seed = 1;
  const host: FakeHost = {
    calls: [],
    mails: [],
    ran: [],
    timeZone,
    now: () => Date.UTC(2026, 0, 15, 10, 30),
    random() {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    },
    tools: scriptTools,
    variable: (path) => known.get(path),
    async fetch(call) {
      host.calls.push(call);
      return replyOf(left.shift() ?? {});
    },
    async sendMail(mail) {
      host.mails.push(mail);
    },
    hasTask: (path) => Object.hasOwn(tasks, path),
    async runTask(path, input) {
      host.ran.push({ path, input });
      const task = Object.hasOwn(tasks, path) ? tasks[path] : undefined;
      if (!task) throw new Error(`${path} is not available here`);
      return task(input);
    },
    ...given,
  };
  return host;
}

function replyOf({ status = 200, type = "text/plain", headers = [], body = "", error }: ScriptedReply): UrlReply {
  if (error !== undefined) throw new Error(error);
  return {
    status,
    headers: [...(type ? [["content-type", type] as const] : []), ...headers],
    body: typeof body === "string" ? new TextEncoder().encode(body) : body,
  };
}
