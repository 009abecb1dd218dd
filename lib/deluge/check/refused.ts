import type { Name, Statement } from "../ast";
import type { State } from "./state";

type RefusedNode = Extract<Statement, { kind: "refused" }>;

const formTask = "can be used only in on load, on validate and on change actions";

/** What the vendor says to tasks that only work in forms, and what to do here instead (§6.6, §6.15). */
const reasons: Record<string, readonly [said: string, instead: string]> = {
  alert: [`'ALERT' task ${formTask}`, "Write info to log, throw to stop with a message"],
  "cancel submit": [`'CANCEL SUBMIT' task ${formTask}`, "Write throw to stop with a message"],
  insert: ["'INSERT' task is not available here", "Create records with the host's tasks or invokeurl"],
  delete: ["'DELETE' task is not available here", "Delete records with the host's tasks or invokeurl"],
  update: ["'UPDATE' task is not available here", "Change records with the host's tasks or invokeurl"],
  "for each record": ["'FOR EACH RECORD' is not available here", "Fetch the records as a list and go through that"],
  sendsms: ["'SENDSMS' task is not available here", "Use sendmail or invokeurl"],
  pushnotification: ["'PUSHNOTIFICATION' task is not available here", "Use sendmail or invokeurl"],
};

/** Parts that name forms and fields, which mean nothing here. */
const formNames = new Set(["name", "member", "criteria"]);

/** The name the parser gives, say "insert into", begins with one of the above. */
function reasonFor(name: string): readonly [string, string] {
  for (const [task, reason] of Object.entries(reasons)) if (name.startsWith(task)) return reason;
  return [`'${name.toUpperCase()}' task ${formTask}`, "Functions here run without a form"];
}

/** Tasks that read like `sendmail`; false for any other name. */
export function refuseTask(name: Name, state: State): boolean {
  const reason = Object.hasOwn(reasons, name.text.toLowerCase()) ? reasons[name.text.toLowerCase()] : undefined;
  if (reason) state.report.error(name, "refused-statement", `${reason[0]}. ${reason[1]}`);
  return reason !== undefined;
}

export function refuse({ name, parts }: RefusedNode, state: State) {
  const [said, instead] = reasonFor(name.text.toLowerCase().replace(/\s+/g, " "));
  state.report.error(name, "refused-statement", `${said}. ${instead}`);
  for (const part of parts) if (!formNames.has(part.kind)) state.read(part);
}
