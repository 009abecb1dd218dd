import http from "node:http";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";

const reasons = {
  EADDRINUSE: (port, host) =>
    `Port ${port} on ${host} is taken: stop what uses it, or choose another with PORT=${Number(port) + 1} npm start.`,
  EACCES: (port, host) => `This user may not listen on port ${port} of ${host}: choose one above 1023 with PORT.`,
  EADDRNOTAVAIL: (_port, host) => `This machine has no address ${host}: set HOST to one it has, such as 127.0.0.1.`,
};

/** Resolves when the port is free, else throws a sentence. A port that is no port is left to the check of the environment. */
export function assertFree(port, host) {
  if (!/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => {
      const reason = reasons[error.code];
      if (reason) reject(new Error(reason(port, host)));
      else resolve();
    });
    probe.listen(Number(port), host, () => probe.close(() => resolve()));
  });
}

const statusOf = (url) =>
  new Promise((resolve) => {
    const request = http.get(url, { timeout: 2_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(undefined));
  });

/** Asks until the answer is 200. `onAnswer` is called once, at the first answer of any status. */
export async function waitUntilReady(url, { signal, onAnswer, onSlow, slowMs = 30_000 }) {
  const started = Date.now();
  let answered = false;
  let slow = false;
  while (!signal.aborted) {
    const status = await statusOf(url);
    if (status !== undefined && !answered) onAnswer();
    answered ||= status !== undefined;
    if (status === 200) return true;
    if (!slow && Date.now() - started > slowMs) onSlow(status);
    slow ||= Date.now() - started > slowMs;
    await pause(40);
  }
  return false;
}

/** The address to ask when listening on `host`: all addresses include the loopback one. */
export function localUrl(port, host) {
  const address = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${net.isIPv6(address) ? `[${address}]` : address}:${port}`;
}
