import { type AddressInfo, connect, createServer } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import { testKey, validCertificate } from "@/lib/http/testing/certificates";
import { serveRaw } from "@/lib/http/testing/local-server";
import type { Mail } from "@/lib/notices/notice";
import { createMailTransport } from "./mail-transport";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const replied = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

type Got = { from: string; to: string[]; text: string; user: unknown; isSecure: boolean };

/** A mail server on loopback that keeps what it got; without `key` it has no encryption. */
async function serve(options: SMTPServerOptions = {}) {
  const got: Got[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    ...(options.key ? {} : { disabledCommands: ["STARTTLS"], allowInsecureAuth: true }),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        got.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString("utf8"),
          user: session.user,
          isSecure: session.secure,
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  closing.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { got, port: (server.server.address() as AddressInfo).port };
}

function transportTo(smtpUrl: string, options: Parameters<typeof createMailTransport>[1] = {}) {
  const transport = createMailTransport({ smtpUrl, from: "Help desk <desk@example.com>" }, options);
  closing.push(() => transport.close());
  return transport;
}

const mail = (overrides: Partial<Mail> = {}): Mail => ({
  id: "mai_1",
  createdAt: new Date("2026-11-21T10:00:00Z"),
  status: "sending",
  sender: null,
  to: ["Annie <annie@example.com>"],
  cc: ["abed@example.com"],
  bcc: ["britta@example.com"],
  replyTo: "replies@example.com",
  subject: "Partner can’t be reached",
  text: "Plain words",
  html: "<p>Rich words</p>",
  source: "test",
  attempts: 1,
  nextAttemptAt: null,
  lastError: null,
  sentAt: null,
  ...overrides,
});

test("a mail arrives with everything it says, from the sender of the settings", async () => {
  const { got, port } = await serve();
  const transport = transportTo(`smtp://127.0.0.1:${port}?tls=off`);
  expect(await transport.send(mail())).toEqual({ kind: "taken", refused: null });
  const [one] = got;
  expect(one).toMatchObject({
    from: "desk@example.com",
    to: ["annie@example.com", "abed@example.com", "britta@example.com"],
    isSecure: false,
  });
  for (const line of [
    "From: Help desk <desk@example.com>",
    "To: Annie <annie@example.com>",
    "Cc: abed@example.com",
    "Reply-To: replies@example.com",
    "Message-ID: <mai_1@example.com>",
    "Subject: =?UTF-8?Q?Partner_can=E2=80=99t_be_reached?=",
    "Auto-Submitted: auto-generated",
    "Plain words",
    "<p>Rich words</p>",
  ])
    expect(one?.text).toContain(line);
  expect(one?.text).not.toMatch(/britta/);
  expect(await transport.send(mail({ sender: "other@example.com", html: null }))).toMatchObject({ kind: "taken" });
  expect(got[1]).toMatchObject({ from: "other@example.com" });
});

test("smtp: is encrypted by STARTTLS and signs in after it; smtps: from the start", async () => {
  const onAuth: SMTPServerOptions["onAuth"] = ({ username, password }, _, done) =>
    password === "p/w:1" ? done(null, { user: username }) : done(replied(535, "Wrong password"));
  const tls = { key: testKey, cert: validCertificate, authOptional: false, onAuth };
  const [plain, secure] = [await serve(tls), await serve({ ...tls, secure: true })];
  for (const [scheme, { port, got }] of [["smtp", plain] as const, ["smtps", secure] as const]) {
    const transport = transportTo(`${scheme}://desk%40example.com:p%2Fw%3A1@127.0.0.1:${port}`, {
      ca: [validCertificate],
    });
    expect(await transport.send(mail()), scheme).toEqual({ kind: "taken", refused: null });
    expect(got[0]).toMatchObject({ isSecure: true, user: "desk@example.com" });
  }
});

test("a wrong password may be mended, and is not told", async () => {
  const { port } = await serve({
    onAuth: ({ password }, _, done) => done(replied(535, `${password} is wrong`)),
  });
  const result = await transportTo(`smtp://desk:very-secret-1@127.0.0.1:${port}?tls=off`).send(mail());
  expect(result).toMatchObject({ kind: "unavailable", message: expect.stringContaining("535") });
  expect(JSON.stringify(result)).not.toContain("very-secret-1");
});

test("without encryption, or with a certificate nobody vouches for, nothing is sent", async () => {
  const bare = await serve();
  expect(await transportTo(`smtp://127.0.0.1:${bare.port}`).send(mail())).toMatchObject({ kind: "unavailable" });
  const unknown = await serve({ key: testKey, cert: validCertificate });
  expect(await transportTo(`smtp://127.0.0.1:${unknown.port}`).send(mail())).toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("self-signed"),
  });
  expect([...bare.got, ...unknown.got]).toEqual([]);
});

test("a server that is busy may take it later; one that refuses it won't, in its own words", async () => {
  let reply = replied(451, "Try again later");
  const { got, port } = await serve({ onMailFrom: (_, __, done) => done(reply) });
  const transport = transportTo(`smtp://127.0.0.1:${port}?tls=off`);
  expect(await transport.send(mail())).toEqual({
    kind: "unavailable",
    message: "127.0.0.1 answered: 451 Try again later",
  });
  reply = replied(550, "We do not know you");
  expect(await transport.send(mail())).toEqual({
    kind: "refused",
    message: "127.0.0.1 refused it: 550 We do not know you",
  });
  expect(got).toEqual([]);
});

test("some addresses refused: the others get it, and the refused ones are told", async () => {
  const { got, port } = await serve({
    onRcptTo: ({ address }, _, done) => (address.startsWith("abed") ? done(replied(550, "No such user")) : done()),
  });
  const result = await transportTo(`smtp://127.0.0.1:${port}?tls=off`).send(mail());
  expect(result).toEqual({ kind: "taken", refused: "abed@example.com was refused: 550 No such user" });
  expect(got[0]?.to).toEqual(["annie@example.com", "britta@example.com"]);
});

test("no address wanted now, but maybe later: it is tried again", async () => {
  const { port } = await serve({
    onRcptTo: ({ address }, _, done) => done(replied(address.startsWith("abed") ? 550 : 450, "Not now")),
  });
  expect(await transportTo(`smtp://127.0.0.1:${port}?tls=off`).send(mail())).toMatchObject({ kind: "unavailable" });
});

test("nobody there, and a server that says nothing, end in time", async () => {
  const silent = await serveRaw(() => {});
  closing.push(silent.close);
  const limits = { connectMs: 300, silentMs: 300, totalMs: 2_000 };
  expect(await transportTo(`smtp://127.0.0.1:${silent.port}?tls=off`, limits).send(mail())).toMatchObject({
    kind: "unavailable",
  });
  await silent.close();
  expect(await transportTo(`smtp://127.0.0.1:${silent.port}?tls=off`, limits).send(mail())).toMatchObject({
    kind: "unavailable",
    message: expect.stringContaining("127.0.0.1 could not be used"),
  });
});

test("a connection that is cut in the middle of a mail is no loss", async () => {
  const sockets: { destroy(): void }[] = [];
  const { got, port } = await serve({
    onData(stream) {
      stream.resume();
      for (const socket of sockets) socket.destroy();
    },
  });
  const between = createServer((client) => {
    const server = connect(port, "127.0.0.1");
    sockets.push(client, server);
    client.on("error", () => {}).pipe(server);
    server.on("error", () => {}).pipe(client);
  });
  await new Promise<void>((resolve) => between.listen(0, "127.0.0.1", resolve));
  closing.push(() => void between.close());
  const url = `smtp://127.0.0.1:${(between.address() as AddressInfo).port}?tls=off`;
  expect(await transportTo(url).send(mail())).toMatchObject({ kind: "unavailable" });
  expect(got).toEqual([]);
});

test("a server that answers each command after a while runs into the limit of the whole mail", async () => {
  const { port } = await serve({ onRcptTo: (_, __, done) => void setTimeout(done, 400) });
  const transport = transportTo(`smtp://127.0.0.1:${port}?tls=off`, { totalMs: 500 });
  expect(await transport.send(mail())).toEqual({ kind: "unavailable", message: "127.0.0.1 took longer than 0.5 s." });
});

test.each([
  [{ to: ["annie@example.com\r\nBcc: eve@example.com"] }],
  [{ sender: "Desk\r\nBcc: eve@example.com <desk@example.com>" }],
  [{ replyTo: "a@example.com\nX-Evil: 1" }],
])("%j is refused before anything is sent", async (overrides) => {
  const { got, port } = await serve();
  const result = await transportTo(`smtp://127.0.0.1:${port}?tls=off`).send(mail(overrides));
  expect(result).toMatchObject({ kind: "refused", message: expect.stringContaining("is not a mail address") });
  expect(got).toEqual([]);
});

test("a line break in a subject adds no header", async () => {
  const { got, port } = await serve();
  await transportTo(`smtp://127.0.0.1:${port}?tls=off`).send(mail({ subject: "Hello\r\nBcc: eve@example.com" }));
  expect(got[0]?.text).not.toMatch(/^Bcc:/m);
  expect(got[0]?.to).not.toContain("eve@example.com");
});
