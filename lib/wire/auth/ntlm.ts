import { createHash, randomBytes } from "node:crypto";
import { type IncomingResponse, isTransportError, type OutgoingRequest, type Transport } from "@/lib/core/transport";
import type { AuthType } from "./auth-type";
import { chained } from "./chain";
import { parseChallenges } from "./challenges";
import type { AuthOf } from "./kinds";
import { connectionLeases } from "./leases";
import { authenticateMessage, type NtlmChallenge, negotiateMessage, readChallenge } from "./ntlm-message";

const leases = connectionLeases();
const negotiate = negotiateMessage();
const opening = `NTLM ${negotiate.toString("base64")}`;

/** `DOMAIN\name` in the username counts when the domain is blank. */
function accountOf({ username, domain = "" }: AuthOf<"ntlm">): { username: string; domain: string } {
  const at = username.indexOf("\\");
  if (domain !== "" || at < 0) return { username, domain };
  return { username: username.slice(at + 1), domain: username.slice(0, at) };
}

function challengeIn(reply: IncomingResponse): NtlmChallenge | undefined {
  if (reply.status !== 401) return undefined;
  const challenges = parseChallenges(reply.headers["www-authenticate"] ?? "");
  const token = challenges.find(({ scheme, token }) => scheme === "ntlm" && token !== undefined)?.token;
  return token === undefined ? undefined : readChallenge(Buffer.from(token, "base64"));
}

const withAuthorization = (request: OutgoingRequest, authorization: string): OutgoingRequest => ({
  ...request,
  headers: { ...request.headers, authorization },
});

/** Opens the handshake without the body, which is of no use before the password is proven. */
async function open(send: Transport, request: OutgoingRequest): Promise<IncomingResponse> {
  const first = withAuthorization({ ...request, body: request.body === undefined ? undefined : "" }, opening);
  try {
    return await send(first);
  } catch (error) {
    // The server closed the kept connection as we used it; nothing is lost by asking again.
    if (isTransportError(error) && error.kind === "reset") return send(first);
    throw error;
  }
}

const isOtherConnection = ({ timing }: IncomingResponse) => timing.connectMs !== undefined;

async function shakeHands(
  send: Transport,
  request: OutgoingRequest,
  answerTo: (challenge: NtlmChallenge, reply: IncomingResponse) => string,
): Promise<IncomingResponse> {
  let reply = await open(send, request);
  for (let round = 0; round < 2; round++) {
    // Nobody asked for a password. What was answered is the empty request when the real one has a body.
    if (round === 0 && reply.status !== 401) return request.body ? send(request) : reply;
    const challenge = challengeIn(reply);
    if (!challenge) return reply;
    reply = await send(withAuthorization(request, answerTo(challenge, reply)));
    if (reply.status !== 401) return reply;
    // A wrong password is told once: asking again could lock the account. A lost challenge is worth a second try.
    if (challengeIn(reply)) continue;
    if (!isOtherConnection(reply) || round > 0) return reply;
    reply = await open(send, request);
  }
  return reply;
}

/** NTLMv2 (MS-NTHT): three messages on one connection, which then stays authenticated for further requests. */
export const ntlm: AuthType<AuthOf<"ntlm">> = {
  secretValues: ({ password }) => [password],
  wrap: (transport, config, { learned, clock }) => {
    const account = accountOf(config);
    return async (request) => {
      // The transport judges URLs.
      if (!URL.canParse(request.url)) return transport(request);
      const { origin, hostname } = new URL(request.url);
      const key = createHash("sha256")
        .update(JSON.stringify([origin, account, config.password]))
        .digest("base64");
      const lease = leases.take(key);
      const onLease = { ...request, connection: lease.name };
      const send = chained(transport, request);
      const answerTo = (challenge: NtlmChallenge, { serverEndPoint }: IncomingResponse) => {
        const message = authenticateMessage(negotiate, challenge, {
          ...account,
          password: config.password,
          clientChallenge: randomBytes(8),
          now: clock.now(),
          targetName: `HTTP/${hostname}`,
          serverEndPoint,
        }).toString("base64");
        learned(message);
        return `NTLM ${message}`;
      };
      learned(opening.slice(5));
      let reply = lease.isAuthenticated ? await send(onLease) : undefined;
      if (!reply || reply.status === 401) reply = await shakeHands(send, onLease, answerTo);
      if (reply.status !== 401) lease.giveBack();
      return reply;
    };
  },
};
