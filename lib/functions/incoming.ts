/** A call of `/AppIntegrations` taken apart (systems.md §0.4); what is missing is blank. Names are case-sensitive. */
export type FunctionCallRequest = {
  serviceName: string;
  apiName: string;
  token: string;
  portalId: string;
  /** JSON text as sent; undefined when the call has none. */
  arguments: string | undefined;
};

export const serviceName = "callbackFunctions";

/** `query` without its question mark; `body` with its media type, blank for GET. The body's arguments win (§0.4.6). */
export function readCallRequest(query: string, body: { type: string; text: string }): FunctionCallRequest {
  const asked = new URLSearchParams(query);
  const of = (name: string) => asked.get(name) ?? "";
  return {
    ...{ serviceName: of("serviceName"), apiName: of("api_name"), token: of("auth_token"), portalId: of("PORTALID") },
    arguments: argumentsIn(body) ?? asked.get("arguments") ?? bareArguments(query),
  };
}

/** In a form field, or as a property of a JSON body, whose value may be the object itself or its text. */
function argumentsIn({ type, text }: { type: string; text: string }): string | undefined {
  if (text.trim() === "") return undefined;
  if (!/^application\/json\b/i.test(type)) return new URLSearchParams(text).get("arguments") ?? undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || !("arguments" in parsed)) return undefined;
    if (typeof parsed.arguments === "string") return parsed.arguments;
    return textOfMember(text) ?? JSON.stringify(parsed.arguments);
  } catch {
    // Text that is no JSON is what the arguments then are said to be, with the reason.
    return text;
  }
}

/** The member as it was sent: parsed and written again, integers beyond 2^53 would lose digits. */
function textOfMember(text: string): string | undefined {
  const [found] = [...text.matchAll(/^\s*\{\s*"arguments"\s*:\s*(\{[\s\S]*\})\s*\}\s*$/g)];
  return found?.[1];
}

/** The documented address writes `&arguments{…}` and `arguments = {…}` (decision S1). */
function bareArguments(query: string): string | undefined {
  const found = /(?:^|&)arguments\s*=?\s*(\{.*\})/.exec(decoded(query));
  return found?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** The address that runs a function, arguments percent-encoded. */
export function functionUrl(
  base: string,
  call: { apiName: string; token: string; portalId: string; arguments?: string },
) {
  const query = [
    ["serviceName", serviceName],
    ["api_name", call.apiName],
    ["auth_token", call.token],
    ["PORTALID", call.portalId],
    ...(call.arguments === undefined ? [] : [["arguments", call.arguments]]),
  ];
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`).join("&");
  return `${base.replace(/\/$/, "")}/AppIntegrations?${text}`;
}
