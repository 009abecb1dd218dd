import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { IncomingResponse, OutgoingRequest } from "@/lib/core/transport";
import { withAuth } from ".";
import { type DigestChallenge, digestAnswer, digestChallenge } from "./digest-answer";
import type { Auth } from "./kinds";

const md5 = (text: string) => createHash("md5").update(text, "utf8").digest("hex");

describe("the published examples (RFC 7616 §3.9)", () => {
  const header = (algorithm: string) =>
    `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`;
  const answered = (challenge: DigestChallenge | undefined) =>
    challenge &&
    digestAnswer(
      challenge,
      { username: "Mufasa", password: "Circle of Life" },
      { method: "GET", uri: "/dir/index.html", body: "" },
      { count: 1, cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" },
    );

  test("MD5", () => {
    expect(answered(digestChallenge(header("MD5")))).toBe(
      'username="Mufasa", realm="http-auth@example.org", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", ' +
        'uri="/dir/index.html", response="8ca523f5e9506fed4657c9700eebdbec", algorithm=MD5, ' +
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, ' +
        'cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"',
    );
  });

  test("SHA-256, which is preferred when both are offered", () => {
    const answer = answered(digestChallenge(`${header("MD5")}, ${header("SHA-256")}`));
    expect(answer).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
    expect(answer).toContain("algorithm=SHA-256");
  });

  test("SHA-512-256 with a hidden user name that is not ASCII (values of erratum 4897)", () => {
    const challenge = digestChallenge(
      'Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256, nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true',
    );
    const answer =
      challenge &&
      digestAnswer(
        challenge,
        { username: "Jäsøn Doe", password: "Secret, or not?" },
        { method: "GET", uri: "/doe.json", body: "" },
        { count: 1, cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v" },
      );
    expect(answer).toContain(
      'username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b", userhash=true',
    );
    expect(answer).toContain('response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"');
  });
});

const challenge: DigestChallenge = {
  realm: "r",
  nonce: "n",
  opaque: undefined,
  algorithm: undefined,
  qop: "auth",
  isStale: false,
  hidesUsername: false,
};
const answer = (change: Partial<DigestChallenge>, username = "u") =>
  digestAnswer(
    { ...challenge, ...change },
    { username, password: "p" },
    { method: "POST", uri: "/x?y=1", body: "grüße" },
    { count: 10, cnonce: "c" },
  );

describe("variants", () => {
  const [account, request] = [md5("u:r:p"), md5("POST:/x?y=1")];

  test("without qop, as before 1999", () => {
    expect(answer({ qop: undefined })).toBe(
      `username="u", realm="r", nonce="n", uri="/x?y=1", response="${md5(`${account}:n:${request}`)}"`,
    );
  });

  test("session keys", () => {
    const session = md5(`${account}:n:c`);
    const made = answer({ algorithm: "MD5-sess" });
    expect(made).toContain(`response="${md5(`${session}:n:0000000a:c:auth:${request}`)}"`);
    expect(made).toContain("algorithm=MD5-sess");
    expect(answer({ algorithm: "MD5-sess", qop: undefined })).toMatch(/response="\w{32}".*cnonce="c"$/);
  });

  test("the body's hash, when nothing less is offered", () => {
    const whole = md5(`POST:/x?y=1:${md5("grüße")}`);
    const made = answer({ qop: digestChallenge('Digest realm="r", nonce="n", qop=auth-int')?.qop });
    expect(made).toContain(`response="${md5(`${account}:n:0000000a:c:auth-int:${whole}`)}"`);
  });

  test("quotes in values, and user names beyond ASCII", () => {
    expect(answer({ realm: 'a"b\\' }, 'u"')).toContain('username="u\\"", realm="a\\"b\\\\"');
    expect(answer({}, "jörg (x)")).toContain("username*=UTF-8''j%C3%B6rg%20%28x%29,");
  });

  test.each([
    undefined,
    "",
    'Basic realm="x"',
    'Digest realm="x"',
    'Digest nonce="x"',
    'Digest realm="r", nonce="n", algorithm=SHA-1',
    'Digest realm="r", nonce="n", qop="token"',
  ])("%s cannot be answered", (header) => expect(digestChallenge(header)).toBeUndefined());
});

describe("the exchange", () => {
  /** A server with nonces `nonce1`, `nonce2` …, each good for `uses` requests; `says` whether it calls them stale. */
  function server({ uses = Number.POSITIVE_INFINITY, isStaleSaid = true, password = "p" } = {}) {
    const log: string[] = [];
    const used = new Set<string>();
    let number = 0;
    let left = 0;
    const transport = async (request: OutgoingRequest): Promise<IncomingResponse> => {
      const { authorization } = request.headers;
      const [, nonce, nc] = /nonce="(\w+)".*nc=(\w+)/.exec(authorization ?? "") ?? [];
      const ha1 = md5(`u:r:${password}`);
      const [, cnonce, response] = [0, /cnonce="([^"]+)"/, /response="(\w+)"/].map((part) =>
        part ? (part as RegExp).exec(authorization ?? "")?.[1] : undefined,
      );
      const expected = md5(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${md5(`${request.method}:/x?y=1`)}`);
      const isRight = response === expected;
      const isFresh = nonce === `nonce${number}` && left > 0 && !used.has(`${nonce} ${nc}`);
      log.push(authorization ? `${nonce} ${Number.parseInt(nc ?? "", 16)}` : "bare");
      if (isRight && isFresh) {
        left--;
        used.add(`${nonce} ${nc}`);
        return { status: 200, headers: {}, body: request.body ?? "", timing: { totalMs: 1 } };
      }
      left = uses;
      const stale = isRight && isStaleSaid ? ", stale=true" : "";
      const header = `Basic realm="r", Digest realm="r", nonce="nonce${++number}", qop="auth"${stale}`;
      return { status: 401, headers: { "www-authenticate": header }, body: "", timing: { totalMs: 1 } };
    };
    return { transport, log };
  }

  let hosts = 0;
  /** A host of its own for each test: challenges are remembered by origin. */
  function caller(
    transport: ReturnType<typeof server>["transport"],
    auth: Auth = { type: "digest", username: "u", password: "p" },
  ) {
    const url = `https://host${++hosts}.test/x?y=1#z`;
    const learned: string[] = [];
    const send = withAuth(transport, auth, { learned: (secret) => void learned.push(secret) });
    return { learned, send: () => send({ method: "POST", url, headers: {}, body: "b" }) };
  }

  test("asked once, then each request answers at once and counts", async () => {
    const { transport, log } = server();
    const { send, learned } = caller(transport);
    for (let i = 0; i < 3; i++) expect(await send()).toMatchObject({ status: 200, body: "b" });
    expect(log).toEqual(["bare", "nonce1 1", "nonce1 2", "nonce1 3"]);
    expect(learned).toHaveLength(3);
  });

  test.each([true, false])("a nonce that is used up is replaced (called stale: %s)", async (isStaleSaid) => {
    const { transport, log } = server({ uses: 1, isStaleSaid });
    const { send } = caller(transport);
    for (let i = 0; i < 2; i++) expect((await send()).status).toBe(200);
    expect(log).toEqual(["bare", "nonce1 1", "nonce1 2", "nonce2 1"]);
  });

  test("a wrong password is tried once", async () => {
    const { transport, log } = server({ password: "other" });
    const { send } = caller(transport);
    expect((await send()).status).toBe(401);
    expect(log).toEqual(["bare", "nonce1 1"]);
  });

  test("a server whose every nonce is stale is given up", async () => {
    const { transport, log } = server({ uses: 0 });
    expect((await caller(transport).send()).status).toBe(401);
    expect(log).toEqual(["bare", "nonce1 1", "nonce2 1"]);
  });

  test("where nobody asks, or for something else, the reply is taken as it is", async () => {
    for (const reply of [
      { status: 204, headers: {} },
      { status: 401, headers: { "www-authenticate": 'Basic realm="x"' } },
      { status: 401, headers: {} },
    ]) {
      let asked = 0;
      const { send } = caller(async () => {
        asked++;
        return { ...reply, headers: { ...reply.headers } as Record<string, string>, body: "", timing: { totalMs: 1 } };
      });
      expect([(await send()).status, asked]).toEqual([reply.status, 1]);
    }
  });
});
