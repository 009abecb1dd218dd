import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { UrlCall } from "@/lib/deluge/host";
import { ScriptError } from "@/lib/deluge/values/errors";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { scriptFetch } from "./script-fetch";

const servers: Server[] = [];
const { transport, close } = createTransport({ policy: { allow: parseAllowList("127.0.0.1/32"), ownOrigins: [] } });

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const fetch = scriptFetch(transport, {
  withConnection(request, connection) {
    if (connection !== "known") throw new ScriptError(`There is no connection '${connection}'`);
    return { ...request, headers: { ...request.headers, authorization: "Bearer t" } };
  },
  explain: () => "The partner system could not be reached.",
});

const call = (url: string, more: Partial<UrlCall> = {}): UrlCall => ({
  ...{ method: "GET", url, headers: [], body: null, connection: null, timeoutMs: 2_000, maxReplyBytes: 1_000 },
  ...more,
});

test("bytes go out and come back as they are", async () => {
  const url = await serve((request, response) => {
    response.setHeader("content-type", "image/png");
    request.pipe(response);
  });
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const reply = await fetch(call(url, { method: "POST", body: bytes }));
  expect([reply.status, [...reply.body]]).toEqual([200, [...bytes]]);
  expect(reply.headers).toContainEqual(["content-type", "image/png"]);
});

test("text goes out as UTF-8, headers of one name together, and the connection adds its own", async () => {
  const url = await serve((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => (body += text));
    request.on("end", () => response.end([request.headers["x-a"], request.headers.authorization, body].join("|")));
  });
  const headers = [
    ["X-A", "1"],
    ["x-a", "2"],
  ] as const;
  const { body } = await fetch(call(url, { method: "PUT", body: "häuser", headers, connection: "known" }));
  expect(new TextDecoder().decode(body)).toBe("1, 2|Bearer t|häuser");
  await expect(fetch(call(url, { connection: "other" }))).rejects.toThrow("There is no connection 'other'");
});

test("a redirect is followed, and bytes are not sent to where it leads with GET", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/") return void response.writeHead(303, { location: "/there" }).end();
    response.end(`${request.method} ${request.headers["content-length"] ?? "nothing"}`);
  });
  const { body } = await fetch(call(url, { method: "POST", body: new Uint8Array(10) }));
  expect(new TextDecoder().decode(body)).toBe("GET nothing");
});

test("what goes wrong is an error of the script, with neutral words", async () => {
  const url = await serve((request, response) => {
    if (request.url === "/large") response.end("x".repeat(2_000));
  });
  await expect(fetch(call(`${url}large`))).rejects.toThrow("The reply is larger than 1000 bytes.");
  await expect(fetch(call(url, { timeoutMs: 100 }))).rejects.toThrow("socket timeout error");
  const refused = fetch(call("http://10.0.0.1/"));
  await expect(refused).rejects.toThrow("The partner system could not be reached.");
  await expect(refused).rejects.toBeInstanceOf(ScriptError);
  await close();
});
