import { callUrl, checkedUrl, methods, withQuery } from "../tasks/call-url";
import { headersOf, withContentType } from "../tasks/headers";
import { payloadOfParameters } from "../tasks/payload";
import { valueOfReply } from "../tasks/reply";
import { asText, isTrue } from "../values/convert";
import { fail } from "../values/errors";
import type { Value } from "../values/value";
import type { FreeFunction, Run } from "./builtin";
import { optional, parameter } from "./entry";

type Request = {
  method: string;
  url: Value | undefined;
  body?: Value | undefined;
  rest: readonly (Value | undefined)[];
};

/** `rest`: headers and the flag for a simple reply, either of them left out. */
async function request(run: Run, { method, url, body, rest }: Request): Promise<Value> {
  const [first, second] = rest;
  const isFlag = typeof first === "boolean";
  const flag = isFlag ? first : second;
  const isSimple = flag === undefined || flag === null ? true : isTrue(flag, run);
  const address = checkedUrl(asText(url ?? null, run));
  const payload = payloadOfParameters(body, method, run);
  const headers = withContentType(headersOf(isFlag ? undefined : first, run), payload.type);
  const target = withQuery(address, payload.query);
  const reply = await callUrl(run, { method, url: target, headers, body: payload.body, connection: null });
  return valueOfReply(reply, { format: "string", charset: null, isDetailed: !isSimple, url: target }, run);
}

const rest = [
  optional("headers", "any", "Headers by name; may be left out."),
  optional("simple", "boolean", "False for a map of responseCode and responseText."),
];
const section = "§7";

/** getUrl, postUrl and invokeUrl with parentheses: the older ways to call an address (spec/deluge.md §7). */
export const webFunctions: readonly FreeFunction[] = [
  {
    ...{ path: "getUrl", returns: "any", section, parameters: [parameter("url", "text"), ...rest], isAsync: true },
    doc: "Deprecated: use invokeurl. The text an address answers with.",
    call: (run, url, ...more) => request(run, { method: "GET", url, rest: more }),
  },
  {
    ...{ path: "postUrl", returns: "any", section, isAsync: true },
    parameters: [parameter("url", "text"), parameter("body", "any"), ...rest],
    doc: "Deprecated: use invokeurl. Posts a form or a text, and gives the text of the answer.",
    call: (run, url, body, ...more) => request(run, { method: "POST", url, body, rest: more }),
  },
  {
    ...{ path: "invokeUrl", returns: "any", section, isAsync: true },
    parameters: [parameter("url", "text"), parameter("type", "text"), optional("body", "any"), ...rest],
    doc: "Deprecated: use invokeurl [ … ].",
    call(run, url, type, body, ...more) {
      const method = asText(type ?? null, run)
        .trim()
        .toUpperCase();
      if (!methods.includes(method)) return fail(`'${method.slice(0, 40)}' is no type: write ${methods.join(", ")}`);
      const isFlag = typeof body === "boolean";
      return request(run, { method, url, body: isFlag ? undefined : body, rest: isFlag ? [body] : more });
    },
  },
];
