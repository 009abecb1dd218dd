import type { AcceptedType } from "@/lib/inbound/web-method";
import { quote } from "@/lib/inspector/curl";

/** A call to paste, and how its paths are written, for each content type. */
export const sampleCalls: Record<AcceptedType, string> = {
  "application/json": '{"incident": {"number": "INC0010001", "title": "Printer on fire"}}',
  "application/xml": "<incident><number>INC0010001</number><title>Printer on fire</title></incident>",
  "application/x-www-form-urlencoded": "number=INC0010001&title=Printer+on+fire",
};
export const samplePaths: Record<AcceptedType, string> = {
  "application/json": "incident.number",
  "application/xml": "incident.number",
  "application/x-www-form-urlencoded": "number",
};

/** A command for any POSIX shell that makes the call. */
export const curlOf = (url: string, accessKey: string, contentType: AcceptedType, body: string): string =>
  [
    `curl -X POST ${quote(url)}`,
    `-H ${quote(`X-Access-Key: ${accessKey}`)}`,
    `-H ${quote(`Content-Type: ${contentType}`)}`,
    `--data-raw ${quote(body)}`,
  ].join(" \\\n  ");
