import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { Transport, TransportError } from "@/lib/core/transport";
import { maySendTo } from "@/lib/delivery/connection";
import type { ScriptMail, UrlCall, UrlReply } from "@/lib/deluge/host";
import { ScriptError } from "@/lib/deluge/values/errors";
import type { Value } from "@/lib/deluge/values/value";
import { causedBy } from "@/lib/desk/history";
import type { CallbackFunction } from "@/lib/functions/function";
import { loggedText } from "@/lib/functions/log-run";
import { plainOf } from "@/lib/functions/plain";
import { type FunctionRun, longestLogged, type RunCall } from "@/lib/functions/run";
import { secretValuesOf, withAuth } from "@/lib/wire/auth";
import type { FunctionRunner, RunContext } from "./function-runner";
import { deskTaskRunner } from "./function-tasks";
import { scriptFetch } from "./script-fetch";
import type { HostPort } from "./script-pool-job";
import type { Stores } from "./stores";

export type HostPorts = {
  stores: Stores;
  clock: Clock;
  send: Transport;
  /** Of the instance, for functions that call functions. */
  runner(): FunctionRunner;
  record(run: FunctionRun): Promise<void>;
};

/** Functions that may follow from one another: beyond it a script calls itself in a circle. */
const deepestCalls = 5;

/** What callers read of a network fault; the run keeps its cause for administrators (`neutralFailure` in lib/core). */
const unreachable =
  "The partner system could not be reached. An administrator can see the cause in the function’s runs.";

/** What functions reach: the guarded way out, the outbox, our tickets, one another. Everything done is noted on the run. */
export function functionHost(ports: HostPorts): (context: RunContext) => HostPort {
  return (context) => {
    const { stores, clock } = ports;
    const { callable, actor, cause, effects } = context;
    const touched = (ticketId: number) => void effects.ticketIds.add(ticketId);
    const runDeskTask = deskTaskRunner({ stores, clock }, { callable, actor, cause, touched });
    const noted = noteCalls(effects.calls, () => [...effects.secrets]);

    async function fetch(call: UrlCall): Promise<UrlReply> {
      let precise: string | null = null;
      const transport = call.connection === null ? ports.send : await connected(call.connection, call.url);
      const send = scriptFetch(transport, {
        withConnection: (request) => request,
        explain: (error: TransportError) => {
          precise = error.message;
          return unreachable;
        },
      });
      const target = `${call.method} ${call.url}`;
      const request = typeof call.body === "string" ? call.body : call.body ? `${call.body.length} bytes` : "";
      return noted(
        "invokeurl",
        target,
        request,
        () => send(call),
        (reply) => ({
          status: reply.status,
          reply: new TextDecoder().decode(reply.body.subarray(0, longestLogged.body)),
        }),
        () => precise,
      );
    }

    /** The way out with the credentials of a shared connection, which go to its hosts only. */
    async function connected(name: string, url: string): Promise<Transport> {
      const { items } = await stores.connections.list({ page: 1, pageSize: 100, q: name });
      const found = items.find((one) => one.name.toLowerCase() === name.toLowerCase());
      const open = found && (await stores.connections.open(found.id));
      if (!open) throw new ScriptError(`There is no connection “${name}”`);
      if (!maySendTo(open.hosts, url))
        throw new ScriptError(`The connection “${name}” may not be used for this address`);
      const learned = (secret: string) => void effects.secrets.add(secret);
      for (const secret of secretValuesOf(open.auth)) learned(secret);
      return withAuth(ports.send, open.auth, { learned, clock });
    }

    async function sendMail(mail: ScriptMail): Promise<void> {
      if (mail.attachments.length > 0)
        throw new ScriptError("Mails with attachments can’t be sent from here yet: send a link instead");
      const { to, cc, bcc, subject, message, contentType, replyTo } = mail;
      await noted(
        "sendmail",
        `to ${to.join(", ")}`,
        `${subject}\n\n${message}`,
        () =>
          stores.mails.enqueue({
            ...{ to: [...to], cc: [...cc], bcc: [...bcc], subject, source: callable.name },
            ...{ text: contentType === "html" ? textOfHtml(message) : message },
            ...(contentType === "html" ? { html: message } : {}),
            ...(replyTo === null ? {} : { replyTo }),
          }),
        () => ({ status: null, reply: "" }),
      );
    }

    async function callFunction(path: string, values: readonly Value[]): Promise<Value> {
      const called = await storedFunction(stores, path);
      if (!called) throw new ScriptError(`There is no function ${path}`);
      if ((cause?.chain ?? []).filter(({ kind }) => kind === "function").length >= deepestCalls)
        throw new ScriptError(`Functions call each other more than ${deepestCalls} deep`);
      const given = called.parameters.map(({ name }, index) => [name, plainOf(values[index] ?? null)] as const);
      const ran = await ports.runner().run({
        ...{ callable: called, origin: "function", actor, arguments: JSON.stringify(Object.fromEntries(given)) },
        ...{
          cause: causedBy(cause, { kind: "function", id: callable.id, name: callable.name }),
          secrets: [...effects.secrets],
        },
      });
      await ports.record(ran.run);
      for (const id of ran.run.ticketIds) effects.ticketIds.add(id);
      // As text, as the vendor hands results from function to function (spec/deluge.md §3).
      if (ran.ok) return ran.output;
      throw new ScriptError(ran.error);
    }

    return {
      fetch,
      sendMail,
      callFunction,
      runTask: (path, input) => {
        const told = JSON.stringify(
          "arguments" in input
            ? input.arguments.map((value) => plainOf(value))
            : Object.fromEntries(
                [...input.attributes].map(([key, given]) => [key, given.map((value) => plainOf(value))]),
              ),
        );
        return noted(
          path,
          "",
          told,
          () => runDeskTask(path, input),
          (value) => ({ status: null, reply: JSON.stringify(plainOf(value)) }),
        );
      },
    };
  };
}

/** By API name or name; `standalone.`, `thisapp.` and the like in front are the vendor's namespaces. */
export async function storedFunction(stores: Stores, path: string): Promise<CallbackFunction | undefined> {
  return stores.functions.find(path.split(".").at(-1) ?? path);
}

type Told = Pick<RunCall, "status" | "reply">;

/** Does something and notes it on the run, how it ended included. */
function noteCalls(calls: RunCall[], secrets: () => readonly string[]) {
  const shown = (text: string) => loggedText(text, secrets(), longestLogged.body);
  return async <T>(
    task: string,
    target: string,
    request: string,
    work: () => Promise<T>,
    told: (result: T) => Told,
    precise: () => string | null = () => null,
  ): Promise<T> => {
    const since = performance.now();
    const note = (rest: Told & { error: string | null }) =>
      calls.push({
        ...{ task, target: shown(target), request: shown(request), durationMs: Math.round(performance.now() - since) },
        ...rest,
        reply: shown(rest.reply),
        error: rest.error && shown(rest.error),
      });
    try {
      const result = await work();
      note({ ...told(result), error: null });
      return result;
    } catch (error) {
      const message =
        error instanceof AppError || error instanceof ScriptError ? error.message : "Something went wrong";
      note({ status: null, reply: "", error: precise() ?? message });
      throw error;
    }
  };
}

const textOfHtml = (html: string) =>
  html
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, "\n")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
