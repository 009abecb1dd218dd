import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { curlOf } from "./call-example";

const parameters = [{ name: "who", type: "string" as const }];
const url = "http://desk.example/AppIntegrations?serviceName=callbackFunctions&auth_token=abc";
const body = '{"arguments":{"who":"text"}}';

/** What a shell makes of the command, argument by argument. */
const argumentsOf = (command: string) =>
  execFileSync("sh", ["-c", `curl() { for one in "$@"; do printf '%s\\n' "$one"; done; }\n${command}`], {
    encoding: "utf8",
  })
    .trimEnd()
    .split("\n");

test("a shell reads the command as meant", () => {
  const command = curlOf(url, { parameters, proof: { kind: "none", headerName: "" } });
  expect(argumentsOf(command)).toEqual([url, "-H", "Content-Type: application/json", "-d", body]);
});

test("the signature is that of the body", () => {
  const command = curlOf(url, { parameters, proof: { kind: "hmac", headerName: "X-Signature" } });
  const signature = createHmac("sha256", "YOUR_SECRET").update(body).digest("hex");
  expect(argumentsOf(command)).toContain(`X-Signature: sha256=${signature}`);
});
