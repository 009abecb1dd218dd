import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer, type ServerOptions } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";

export type LocalServer = { port: number; url: string; connections(): number; open(): number; close(): Promise<void> };

async function listen(server: Server, scheme: string): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    connections: () => connections,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A well-behaved HTTP server on a free loopback port; HTTPS when given a key and a certificate. */
export const serveHttp = (listener: RequestListener, tls?: ServerOptions): Promise<LocalServer> =>
  tls ? listen(createHttpsServer(tls, listener), "https") : listen(createHttpServer(listener), "http");

/** A server that is asked to CONNECT; whoever sends anything else is told so. HTTPS when given a key and a certificate. */
export async function serveTunnels(
  onConnect: (request: IncomingMessage, socket: Socket) => void,
  tls?: ServerOptions,
): Promise<LocalServer> {
  const listener: RequestListener = (_request, response) => response.writeHead(400).end("not a CONNECT");
  const server = tls ? createHttpsServer(tls, listener) : createHttpServer(listener);
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    socket.on("error", () => socket.destroy());
    onConnect(request, socket);
  });
  return listen(server, tls ? "https" : "http");
}

/** A server that does with the bare connection what it likes; `onRequest` runs at the first bytes of each request. */
export const serveRaw = (onRequest: (socket: Socket) => void): Promise<LocalServer> =>
  listen(
    createTcpServer((socket) => socket.on("data", () => onRequest(socket))),
    "http",
  );
