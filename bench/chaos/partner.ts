import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { expiredCertificate, signedCertificate, testKey, validCertificate } from "@/lib/http/testing/certificates";
import { answer } from "./receivers";

/** What the partner saw of each key, as places in the order of all that it saw. */
export type Seen = { arrivals: number[]; accepted: number[] };

/** Self-signed and expired ones are not trusted by the workers, which know the authority that signed the good one. */
const certificates = { good: signedCertificate, expired: expiredCertificate, selfSigned: validCertificate };
export type Certificate = keyof typeof certificates;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A partner, over HTTP and HTTPS, that misbehaves in every known way until it is told not to, and remembers what it was sent. */
export async function openPartner(random: () => number) {
  const seen = new Map<string, Seen>();
  const mood = { isCalm: false, isAway: false };
  let place = 0;
  let arrivals = 0;
  const listener: RequestListener = (request, response) => {
    let body = "";
    request.on("error", () => {});
    response.on("error", () => {});
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { key } = JSON.parse(body) as { key: string };
      const one = seen.get(key) ?? { arrivals: [], accepted: [] };
      seen.set(key, one);
      one.arrivals.push(++place);
      arrivals += 1;
      const accept = () => {
        one.accepted.push(++place);
        response.end(JSON.stringify({ number: `INC-${key}` }));
      };
      if (mood.isAway && request.url === "/away") return void response.writeHead(502).end();
      if (mood.isCalm) return accept();
      answer(response, random, key, accept);
    });
  };
  const plain = createServer(listener);
  const secure = createTlsServer({ key: testKey, cert: certificates.good }, listener);
  const ports = { plain: await listen(plain), secure: await listen(secure) };
  return {
    ports,
    seen,
    mood,
    arrivals: () => arrivals,
    show: (name: Certificate) => secure.setSecureContext({ key: testKey, cert: certificates[name] }),
    /** Ends every connection, so that the next one meets the certificate of now. */
    hangUp: () => secure.closeAllConnections(),
    close() {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
export type Partner = Awaited<ReturnType<typeof openPartner>>;
