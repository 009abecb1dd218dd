import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { readConfig, wrongSetting } from "./config";
import { pagePolicy, securityHeaders } from "./content-security";
import { createHttpApp } from "./http/app";
import { createAppIntegrations } from "./http/app-integrations";
import { createCapture } from "./http/capture";
import { log } from "./log";
import { openRuntime } from "./open-runtime";
import { pathOfTarget } from "./request-target";
import { startFailure } from "./start-failure";

const isDevelopment = process.env.NODE_ENV !== "production";
const graceMs = 8000;

/** Paths that machines call; everything else is a page. */
const machinePath = /^\/(api|inspect|live|metrics)(\/|\?|$)/;
const functionPath = /^\/AppIntegrations(\?|$)/;

async function main() {
  const config = readConfig(process.env);
  const runtime = await openRuntime(config);
  const app = createHttpApp(runtime);
  const machine = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const capture = createCapture(runtime);
  const callFunction = createAppIntegrations(runtime.functions.answer);
  // Next listens for upgrades on the server it sees; with a listener, Node never answers a request that offers h2c, as curl and Java do.
  const upgrades = createServer();
  const pages = next({
    dev: isDevelopment,
    dir: process.cwd(),
    hostname: config.host,
    port: config.port,
    httpServer: upgrades,
  });
  await pages.prepare();
  const page = pages.getRequestHandler();
  const isSecure = config.publicUrl.startsWith("https:");

  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (isSecure) response.setHeader("strict-transport-security", "max-age=31536000");
    const path = pathOfTarget(request.url ?? "/");
    if (path === undefined) return void response.writeHead(400).end();
    request.url = path;
    markRequest(request);
    // Before Hono's adapter, which refuses or tidies the odd requests an inspector is for.
    if (path.startsWith("/inspect/")) return void capture(request, response);
    if (functionPath.test(path)) return void callFunction(request, response);
    if (machinePath.test(path)) return void machine(request, response);
    servePage(request, response);
  });

  function servePage(request: IncomingMessage, response: ServerResponse) {
    const nonce = randomBytes(16).toString("base64");
    const policy = pagePolicy(nonce, isDevelopment);
    // Next takes the nonce for its own scripts from the request's policy header.
    request.headers["content-security-policy"] = policy;
    request.headers["x-nonce"] = nonce;
    response.setHeader("content-security-policy", policy);
    page(request, response).catch((error) => {
      log.error({ err: error }, "page failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  }

  if (isDevelopment) server.on("upgrade", (...upgrade) => void upgrades.emit("upgrade", ...upgrade));
  server.on("error", (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === "EADDRINUSE"
        ? `Port ${config.port} on ${config.host} is taken; set PORT to another.`
        : `Can't listen on port ${config.port} of ${config.host} (${error.code ?? error.message}); check HOST and PORT.`,
    );
    process.exit(wrongSetting);
  });
  server.listen(config.port, config.host);

  async function stop() {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close();
    server.closeIdleConnections();
    runtime.stopping.abort();
    await new Promise<void>((resolve) => (server.listening ? server.once("close", resolve) : resolve()));
    clearTimeout(timer);
    await runtime.functions.close();
    await runtime.stores.close();
    process.exit(0);
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

/** Facts later layers need and no client may claim: the caller's address and the path a sign-in returns to. */
function markRequest(request: IncomingMessage) {
  request.headers["x-hookdesk-address"] = request.socket.remoteAddress ?? "";
  request.headers["x-hookdesk-path"] = request.url ?? "/";
  delete request.headers["x-nonce"];
}

main().catch((error) => {
  const { message, exitCode } = startFailure(error);
  console.error(message);
  process.exit(exitCode);
});
