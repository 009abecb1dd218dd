// The proof that NTLM and Digest work against a server we did not write: Apache, with mod_auth_gssapi and gss-ntlmssp,
// checks the passwords itself. `.ci/run` installs them; elsewhere this file is skipped when they are missing.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { IncomingResponse, OutgoingRequest } from "@/lib/core/transport";
import { parseAllowList } from "@/lib/http/allow-list";
import { createTransport } from "@/lib/http/transport";
import { withAuth } from ".";
import type { Auth } from "./kinds";

const modules = "/usr/lib/apache2/modules";
const program = "/usr/sbin/apache2";
const isInstalled = [program, `${modules}/mod_auth_gssapi.so`, "/etc/gss/mech.d/mech.ntlmssp.conf"].every(existsSync);

const password = "pässwörd-☃";
let users = 0;
/** Another account each time: what a test does on its connections must not show in the next one. */
const account = () => ({ type: "ntlm", username: `user${++users}`, domain: "DESK", password }) satisfies Auth;

const isRoot = process.getuid?.() === 0;
const configuration = (home: string, port: number) => `
ServerRoot ${home}
PidFile ${home}/httpd.pid
Listen 127.0.0.1:${port}
ServerName 127.0.0.1
${isRoot ? "User www-data\nGroup www-data" : ""}
LoadModule mpm_prefork_module ${modules}/mod_mpm_prefork.so
LoadModule authn_core_module ${modules}/mod_authn_core.so
LoadModule authz_core_module ${modules}/mod_authz_core.so
LoadModule authz_user_module ${modules}/mod_authz_user.so
LoadModule authn_file_module ${modules}/mod_authn_file.so
LoadModule auth_digest_module ${modules}/mod_auth_digest.so
LoadModule auth_gssapi_module ${modules}/mod_auth_gssapi.so
LoadModule dir_module ${modules}/mod_dir.so
LoadModule alias_module ${modules}/mod_alias.so
LoadModule cgi_module ${modules}/mod_cgi.so
ErrorLog ${home}/error.log
StartServers 2
KeepAliveTimeout 10
DocumentRoot ${home}/www
ScriptAlias /echo ${home}/echo.sh
ScriptAlias /digest ${home}/echo.sh
<Location />
  Require all denied
</Location>
<Location /open>
  Require all granted
</Location>
<Location /digest>
  AuthType Digest
  AuthName "help desk"
  AuthDigestProvider file
  AuthUserFile ${home}/digest
  AuthDigestNonceLifetime 1
  Require valid-user
</Location>
<LocationMatch "^/(echo|index.html)">
  AuthType GSSAPI
  AuthName "NTLM"
  GssapiAllowedMech ntlmssp
  GssapiConnectionBound On
  GssapiBasicAuth Off
  GssapiLocalName Off
  Require valid-user
</LocationMatch>
`;

/** A free loopback port; Apache itself cannot say which one it took. */
const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(() => resolve(true)));
    socket.on("error", () => resolve(false));
  });

describe.skipIf(!isInstalled)("at Apache", () => {
  let home: string;
  let port: number;
  let apache: ChildProcess;

  beforeAll(async () => {
    // Not under TMPDIR, which the server's user may not be able to enter.
    home = mkdtempSync("/tmp/hookdesk-ntlm-");
    port = await freePort();
    mkdirSync(join(home, "www"));
    writeFileSync(join(home, "www/index.html"), "hello");
    writeFileSync(
      join(home, "echo.sh"),
      '#!/bin/sh\nprintf "Content-Type: text/plain\\n\\n%s" "$REMOTE_USER $REQUEST_METHOD "\ncat\n',
      { mode: 0o755 },
    );
    writeFileSync(join(home, "users"), Array.from({ length: 30 }, (_, n) => `DESK:user${n}:${password}\n`).join(""));
    const hashed = createHash("md5").update(`ann:help desk:${password}`).digest("hex");
    writeFileSync(join(home, "digest"), `ann:help desk:${hashed}\n`);
    writeFileSync(join(home, "httpd.conf"), configuration(home, port));
    if (isRoot) execFileSync("chown", ["-R", "www-data", home]);
    const env = { ...process.env, NTLM_USER_FILE: join(home, "users") };
    // In a process group of its own: when Apache stops, it ends its whole group.
    apache = spawn(program, ["-f", join(home, "httpd.conf"), "-D", "FOREGROUND"], {
      env,
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    process.once("exit", stop);
    let said = "";
    apache.stderr?.on("data", (data) => {
      said += data;
    });
    const log = () => (existsSync(join(home, "error.log")) ? readFileSync(join(home, "error.log"), "utf8") : "");
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 100 || apache.exitCode !== null) throw new Error(`Apache did not start: ${said}${log()}`);
      await new Promise((wait) => setTimeout(wait, 50));
    }
  }, 20_000);

  const stop = () => apache?.exitCode === null && apache.kill("SIGTERM");

  afterAll(async () => {
    const gone = new Promise((resolve) => apache?.once("exit", resolve));
    if (stop()) await gone;
    process.off("exit", stop);
    if (home) rmSync(home, { recursive: true, force: true });
  });

  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  /** A caller with those credentials, and what it really put on the wire. */
  function caller(auth: Auth, at = port) {
    const { transport, close } = createTransport({ policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] } });
    cleanups.push(close);
    const wire: { body: string | undefined; message: number; status: number; isNew: boolean }[] = [];
    const observed = async (request: OutgoingRequest) => {
      const reply = await transport(request);
      const token = request.headers.authorization?.replace("NTLM ", "") ?? "";
      const message = Buffer.from(token, "base64").subarray(8, 9)[0] ?? 0;
      wire.push({ body: request.body, message, status: reply.status, isNew: reply.timing.connectMs !== undefined });
      return reply;
    };
    const send = (path: string, request: Partial<OutgoingRequest> = {}): Promise<IncomingResponse> =>
      withAuth(observed, auth)({ method: "GET", url: `http://127.0.0.1:${at}${path}`, headers: {}, ...request });
    return { send, wire };
  }
  const messages = (wire: { message: number; status: number; isNew: boolean }[]) =>
    wire.map(({ message, status, isNew }) => `${message || "none"} ${status}${isNew ? " new" : ""}`);

  describe("NTLM", () => {
    test("the right password, which is not ASCII", async () => {
      const { send, wire } = caller(account());
      expect(await send("/index.html")).toMatchObject({ status: 200, body: "hello" });
      expect(messages(wire)).toEqual(["1 401 new", "3 200"]);
    });

    test("a body is sent once, with the proof", async () => {
      const { send, wire } = caller(account());
      const body = JSON.stringify({ text: "grüße ☃ ".repeat(2000) });
      const reply = await send("/echo", { method: "POST", headers: { "content-type": "application/json" }, body });
      expect(reply.status).toBe(200);
      expect(reply.body).toBe(`DESK\\user${users} POST ${body}`);
      expect(wire.map((request) => request.body?.length)).toEqual([0, body.length]);
    });

    test("several requests use the connection that is authenticated", async () => {
      const { send, wire } = caller(account());
      for (let i = 0; i < 4; i++)
        expect((await send("/echo", { method: "POST", body: `${i}` })).body).toMatch(new RegExp(`POST ${i}$`));
      expect(messages(wire)).toEqual(["1 401 new", "3 200", "none 200", "none 200", "none 200"]);
    });

    test("requests of one moment each prove themselves on a connection of their own", async () => {
      const { send, wire } = caller({ type: "ntlm", username: "DESK\\user0", password });
      const replies = await Promise.all([1, 2, 3].map((i) => send("/echo", { method: "POST", body: `${i}` })));
      expect(replies.map(({ body }) => body)).toEqual([1, 2, 3].map((i) => `DESK\\user0 POST ${i}`));
      expect(wire.filter(({ isNew }) => isNew)).toHaveLength(3);
    });

    test.each([
      ["a wrong password", { ...account(), password: "pässwörd-☂" }],
      ["an unknown user", { ...account(), username: "nobody" }],
      ["another domain", { ...account(), domain: "OTHER" }],
    ])("%s ends in 401 and is tried once", async (_name, auth) => {
      const { send, wire } = caller(auth);
      expect((await send("/echo", { method: "POST", body: "x" })).status).toBe(401);
      expect(messages(wire)).toEqual(["1 401 new", "3 401"]);
    });

    test("where nobody asks, the whole request goes out as it is", async () => {
      const { send, wire } = caller(account());
      expect((await send("/open", { method: "POST", body: "x" })).status).toBe(404);
      expect(wire.map(({ body }) => body)).toEqual(["", "x"]);
    });

    /** Passes bytes on to Apache and drops the connection after as many of its replies as said, once. */
    async function cutting(after: number) {
      let isCut = false;
      const pairs: Socket[] = [];
      const proxy = createServer((client) => {
        const server = connect(port, "127.0.0.1");
        pairs.push(client, server);
        let replies = 0;
        for (const socket of [client, server]) socket.on("error", () => socket.destroy());
        client.on("data", (data) => server.write(data));
        server.on("data", (data) => {
          replies += data.toString("latin1").split("HTTP/1.1 ").length - 1;
          client.write(data);
          if (isCut || replies < after) return;
          isCut = true;
          client.end();
          server.destroy();
        });
        client.on("close", () => server.destroy());
        server.on("close", () => client.end());
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      cleanups.push(() => {
        for (const socket of pairs) socket.destroy();
        return new Promise((resolve) => proxy.close(resolve));
      });
      const address = proxy.address();
      return typeof address === "object" && address ? address.port : 0;
    }

    test("a challenge lost with its connection is asked for once more", async () => {
      const { transport, close } = createTransport({ policy: { allow: parseAllowList("127.0.0.1"), ownOrigins: [] } });
      cleanups.push(close);
      const sent: string[] = [];
      const slow = async (request: OutgoingRequest) => {
        const reply = await transport(request);
        sent.push(`${reply.status}${reply.timing.connectMs === undefined ? "" : " new"}`);
        // The end of the connection is noticed before the answer to the challenge is written.
        await new Promise((wait) => setTimeout(wait, 100));
        return reply;
      };
      const url = `http://127.0.0.1:${await cutting(1)}/echo`;
      const reply = await withAuth(slow, account())({ method: "POST", url, headers: {}, body: "x" });
      expect([reply.status, reply.body]).toEqual([200, `DESK\\user${users} POST x`]);
      expect(sent).toEqual(["401 new", "401 new", "401", "200"]);
    });

    test("an authenticated connection that is gone is replaced", async () => {
      const { send, wire } = caller(account(), await cutting(2));
      for (let i = 0; i < 2; i++) {
        expect((await send("/index.html")).status).toBe(200);
        await new Promise((wait) => setTimeout(wait, 100));
      }
      expect(messages(wire)).toEqual(["1 401 new", "3 200", "none 401 new", "1 401", "3 200"]);
    });
  });

  describe("Digest", () => {
    const digest: Auth = { type: "digest", username: "ann", password };
    const post = { method: "POST", headers: {}, body: '{"a":"☃"}' };

    test("is asked once, answers at once from then on, and notices that a nonce is stale", async () => {
      const { send, wire } = caller(digest);
      const statuses = () => wire.splice(0).map(({ status }) => status);
      for (const expected of [[401, 200], [200]]) {
        expect(await send("/digest?x=%C3%A4&y", post)).toMatchObject({ status: 200, body: 'ann POST {"a":"☃"}' });
        expect(statuses()).toEqual(expected);
      }
      await new Promise((wait) => setTimeout(wait, 1_500));
      expect((await send("/digest", post)).status).toBe(200);
      expect(statuses()).toEqual([401, 200]);
    });

    test("a wrong password ends in 401 and is tried once", async () => {
      const { send, wire } = caller({ ...digest, password: "wrong" });
      expect((await send("/digest", post)).status).toBe(401);
      expect(wire.map(({ status }) => status)).toEqual([401, 401]);
    });
  });
});
