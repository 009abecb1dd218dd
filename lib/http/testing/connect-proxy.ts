import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { ServerOptions } from "node:https";
import { connect, type Socket } from "node:net";
import { type LocalServer, serveTunnels } from "./local-server";

export type ConnectProxy = LocalServer & {
  /** What it was asked to connect to, in order, as `host:port`. */
  asked: string[];
  /** `proxy-authorization` of each request. */
  credentials: (string | undefined)[];
};

/**
 * A CONNECT proxy on a free loopback port. `reach` says where an asked place really is: a local port, or a status to
 * refuse it with.
 */
export async function serveProxy(
  reach: (place: string) => { port: number } | { status: number },
  tls?: ServerOptions,
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  const onConnect = async (request: IncomingMessage, socket: Socket) => {
    const place = request.url ?? "";
    asked.push(place);
    credentials.push(request.headers["proxy-authorization"]);
    const found = reach(place);
    if ("status" in found) {
      socket.end(`HTTP/1.1 ${found.status} No way to 10.9.9.9\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(found.port, "127.0.0.1");
    upstream.on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.destroy());
    await once(upstream, "connect");
    socket.write("HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n");
    socket.pipe(upstream).pipe(socket);
  };
  return { ...(await serveTunnels(onConnect, tls)), asked, credentials };
}
