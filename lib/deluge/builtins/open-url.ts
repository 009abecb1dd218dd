import { asText } from "../values/convert";
import type { FreeFunction } from "./builtin";
import { optional, parameter } from "./entry";

/** openUrl: nothing opens on a server, the log says what would have (spec/deluge.md §6.16). */
export const openUrl: readonly FreeFunction[] = [
  {
    ...{ path: "openUrl", returns: "void", section: "§6.16" },
    parameters: [
      parameter("url", "text"),
      optional("window", "text", '"same window", "new window", "popup window" or "iframe".'),
      optional("options", "text"),
    ],
    doc: "Opens a page in a browser; here only a line of the log.",
    call(run, url, window) {
      const where = window === undefined || window === null ? "" : ` (${asText(window, run)})`;
      run.info(`openUrl ${asText(url ?? null, run)}${where}`);
      return null;
    },
  },
];
