import type { Task, TaskAttribute } from "../builtins/builtin";
import { fail } from "../values/errors";
import { inHostsWords } from "./host-error";
import { requestAttributes } from "./invokeurl";

const without = (keys: readonly string[]) => requestAttributes.filter(({ key }) => !keys.includes(key));

/** A task only the host can do; where it can't, running it is an error (spec/deluge.md §7). */
const byHost = (path: string, attributes: readonly TaskAttribute[], doc: string): Task => ({
  ...{ path, attributes, doc, returns: "any", section: "§7" },
  async call(run, given) {
    if (!run.host.hasTask(path)) return fail(`${path} is not available here`);
    run.spendOutgoing();
    return run.host.runTask(path, { attributes: given }).catch(inHostsWords);
  },
});

const transfer: readonly TaskAttribute[] = [
  { key: "action", type: "text", bareWords: ["UPLOAD", "DOWNLOAD", "upload", "download"], doc: "upload or download." },
  { key: "host", type: "text", isRequired: true, doc: "Name or address of the server." },
  { key: "port", type: "number", doc: "Port of the server." },
  { key: "path", type: "text", doc: "Path on the server." },
  { key: "files", type: "any", doc: "What is uploaded." },
  { key: "connection", type: "text", doc: "Link name of a stored credential." },
  { key: "username", type: "text", doc: "User name." },
  { key: "password", type: "text", doc: "Password." },
];

/** invokeurl's relatives: the help desk's own interface, other services of the vendor, file transfer. */
export const hostTasks: readonly Task[] = [
  byHost(
    "zoho.sdp.invokeurl",
    without(["connection", "files", "body"]),
    "Calls this help desk's own interface: the url is a path such as /api/v3/requests/1.",
  ),
  byHost(
    "invokeapi",
    [
      { key: "service", type: "text", isRequired: true, doc: "Name of the service." },
      { key: "path", type: "text", isRequired: true, doc: "Path of its interface." },
      ...without(["url", "detailed", "files", "content-type"]),
    ],
    "Calls the interface of one of the vendor's services.",
  ),
  byHost("ftp", transfer, "Moves files by FTP."),
  byHost("sftp", transfer, "Moves files by SFTP."),
];
