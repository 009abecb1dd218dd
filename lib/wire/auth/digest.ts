import { createHash, randomBytes } from "node:crypto";
import type { OutgoingRequest } from "@/lib/core/transport";
import type { AuthType } from "./auth-type";
import { chained } from "./chain";
import { type DigestChallenge, digestAnswer, digestChallenge } from "./digest-answer";
import type { AuthOf } from "./kinds";
import { recent } from "./recent";

/** Challenges that were answered with success, so that the next request can answer before it is asked. */
const answered = recent<{ challenge: DigestChallenge; count: number }>(200);

/** RFC 7616. Without a known challenge the request goes out once bare, and once more with the answer. */
export const digest: AuthType<AuthOf<"digest">> = {
  secretValues: ({ password }) => [password],
  wrap: (transport, config, { learned }) => {
    const answerTo = (known: { challenge: DigestChallenge; count: number }, request: OutgoingRequest) => {
      known.count++;
      const { pathname, search } = new URL(request.url);
      const asked = { method: request.method, uri: pathname + search, body: request.body ?? "" };
      const cnonce = randomBytes(16).toString("base64url");
      const answer = digestAnswer(known.challenge, config, asked, { count: known.count, cnonce });
      learned(answer);
      return { ...request, headers: { ...request.headers, authorization: `Digest ${answer}` } };
    };
    return async (request) => {
      // The transport judges URLs.
      if (!URL.canParse(request.url)) return transport(request);
      const key = createHash("sha256")
        .update(JSON.stringify([new URL(request.url).origin, config.username, config.password]))
        .digest("base64");
      const send = chained(transport, request);
      const known = answered.get(key);
      let reply = await send(known ? answerTo(known, request) : request);
      // Once for the first challenge or one that replaces a forgotten nonce, once more when that is called stale.
      for (let round = 0; round < 2 && reply.status === 401; round++) {
        const challenge = digestChallenge(reply.headers["www-authenticate"]);
        if (!challenge || (round > 0 && !challenge.isStale)) break;
        const fresh = { challenge, count: 0 };
        reply = await send(answerTo(fresh, request));
        if (reply.status !== 401) answered.set(key, fresh);
      }
      if (reply.status === 401) answered.delete(key);
      return reply;
    };
  },
};
