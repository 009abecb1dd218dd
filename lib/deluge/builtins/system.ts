import { dayAt, wallOf } from "../dates/wall";
import { DateValue } from "../values/value";
import type { Run, SystemVariable, TypeName } from "./builtin";

const now = (run: Run) => new DateValue(run.host.now(), false);
const today = (run: Run) => dayAt(wallOf(now(run), run.host.timeZone).days, run.host.timeZone);

const section = "§9.12";

const clock: readonly SystemVariable[] = [
  { path: "zoho.currentdate", type: "date", doc: "Today, without a time.", section, read: today },
  { path: "zoho.currenttime", type: "date", doc: "Now: date and time in the portal's zone.", section, read: now },
  { path: "today", type: "date", doc: "Today at 00:00:00.", section, read: today },
  { path: "now", type: "date", doc: "Date and time now.", section, read: now },
];

/** What only the host knows; null where it does not. */
const told = (path: string, doc: string, type: TypeName = "text"): SystemVariable => ({
  ...{ path, type, doc, section },
  read: (run) => run.host.variable(path.toLowerCase()) ?? null,
});

/** System variables (spec/deluge.md §9.12); `zoho.appvariable.X` is any name, which the host is asked for directly. */
export const systemVariables: readonly SystemVariable[] = [
  ...clock,
  told("zoho.loginuser", "Name of whoever caused this execution."),
  told("zoho.loginuserid", "Email address of whoever caused this execution."),
  told("zoho.adminuser", "Name of the administrator."),
  told("zoho.adminuserid", "Email address of the administrator."),
  told("zoho.appname", "Name of this installation."),
  told("zoho.appuri", "Path of this installation."),
  told("zoho.ipaddress", "Address the caller connected from."),
  told("zoho.device.type", "Kind of device the caller uses."),
  told("thisapp.environment.type", "Environment, say production."),
  told("thisapp.environment.linkname", "Short name of the environment."),
];
