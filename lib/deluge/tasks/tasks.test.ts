import { describe, expect, test } from "vitest";
import { scriptTools } from "@/lib/runtime/script-tools";
import { coerceArguments } from "../compile/arguments";
import { compile } from "../compile/compile";
import { execute } from "../compile/execute";
import { fakeHost, type Overrides } from "../testing/fake-host";
import { FileValue, KeyValue } from "../values/value";

async function run(source: string, overrides: Overrides = {}) {
  const host = fakeHost({ tools: { ...scriptTools, randomBytes: (length) => new Uint8Array(length) }, ...overrides });
  const { program, diagnostics } = compile(source, { signature: { parameters: [], returnType: null } });
  if (!program) throw new Error(JSON.stringify(diagnostics));
  const outcome = await execute(program, {
    arguments: coerceArguments(program.signature, "{}", host),
    host,
    settings: {},
  });
  const call = host.calls[0];
  const body = call?.body instanceof Uint8Array ? new TextDecoder().decode(call.body) : call?.body;
  const result = outcome.status === "returned" ? outcome.output : `${outcome.kind} ${outcome.line}: ${outcome.message}`;
  return { result, call, body, mails: host.mails, ran: host.ran, info: outcome.info };
}

const invoke = (attributes: string, after = "return r;") =>
  `r = invokeurl [ url: "https://api.example.com/x" type: POST ${attributes} ]; ${after}`;
const type = (call: { headers: readonly (readonly [string, string])[] } | undefined) =>
  call?.headers.filter(([name]) => name.toLowerCase() === "content-type").map(([, value]) => value);
const boundary = `----${"A".repeat(32)}`;

describe("what goes out", () => {
  test.each([
    ['parameters: {"a": 1}', ["application/x-www-form-urlencoded"]],
    ['parameters: "a"', ["text/plain;charset=UTF-8"]],
    ['body: "a"', ["text/plain;charset=UTF-8"]],
    ['body: "a".toFile("a.bin")', ["application/octet-stream"]],
    ['parameters: "{}" headers: {"content-type": "application/json"}', ["application/json"]],
    ['parameters: "{}" content-type: "application/json"', ["application/json"]],
    ['body: {"a": 1} headers: {"Content-Type": "multipart/form-data"}', [`multipart/form-data; boundary=${boundary}`]],
    ["", []],
  ])("%s has the type %j", async (attributes, types) => {
    expect(type((await run(invoke(attributes))).call)).toEqual(types);
  });

  test("connection, headers and limits reach the host", async () => {
    const { call } = await run(invoke('connection: "my_conn" headers: {"X-N": 1, "X-E": null}'));
    expect(call).toMatchObject({ connection: "my_conn", maxReplyBytes: 5_000_000 });
    expect(call?.headers).toEqual([
      ["X-N", "1"],
      ["X-E", ""],
    ]);
    expect(call?.timeoutMs).toBeGreaterThan(20_000);
    expect(call?.timeoutMs).toBeLessThanOrEqual(40_000);
  });

  test("a multipart body, byte for byte", async () => {
    const source = `f = "grün".toFile("a \\"b\\".txt"); f.setParamName("doc");
      r = invokeurl [ url: "https://api.example.com/x" type: POST parameters: {"title": "T1", "n": 2}
        files: {f, {"stringPart": "true", "paramName": "note", "content": "x\\ny"}, "raw".toFile("b.bin")} ]; return r;`;
    const { call, body } = await run(source);
    expect(type(call)).toEqual([`multipart/form-data; boundary=${boundary}`]);
    expect(body).toBe(
      [
        ...[`--${boundary}`, 'Content-Disposition: form-data; name="title"', "", "T1"],
        ...[`--${boundary}`, 'Content-Disposition: form-data; name="n"', "", "2"],
        ...[`--${boundary}`, 'Content-Disposition: form-data; name="doc"; filename="a %22b%22.txt"'],
        ...["Content-Type: text/plain", "", "grün"],
        ...[`--${boundary}`, 'Content-Disposition: form-data; name="note"', "", "x\ny"],
        ...[`--${boundary}`, 'Content-Disposition: form-data; name="file"; filename="b.bin"'],
        ...["Content-Type: application/octet-stream", "", "raw"],
        ...[`--${boundary}--`, ""],
      ].join("\r\n"),
    );
  });

  test("body as a map, one file, a map with a file", async () => {
    const part = /name="(\w+)"(?:; filename="([^"]+)")?/g;
    const parts = async (attributes: string) =>
      [...((await run(invoke(attributes))).body ?? "").matchAll(part)].map(([, name, file]) => [name, file]);
    const file = '"x".toFile("a.txt")';
    expect(await parts(`body: {"a": 1, "f": ${file}}`)).toEqual([
      ["a", undefined],
      ["f", "a.txt"],
    ]);
    expect(await parts(`files: ${file}`)).toEqual([["file", "a.txt"]]);
    expect(await parts(`files: {"content": ${file}}`)).toEqual([["file", "a.txt"]]);
    expect(await parts(`files: ${file} parameters: "{\\"a\\":1}"`)).toEqual([
      ["a", undefined],
      ["file", "a.txt"],
    ]);
    expect((await run(invoke("files: {1}"))).result).toContain("files takes files");
  });

  test("nothing slips into headers or addresses", async () => {
    const refused = async (source: string) => (await run(source)).result;
    expect(await refused(invoke('headers: {"X: y": "a"}'))).toContain("can't be the name of a header");
    expect(await refused(invoke('headers: {"X": "a\\r\\nb"}'))).toContain("characters that no header may have");
    expect(await refused('return getUrl("https://x.org/a\\nb");')).toContain("control character");
    expect(await refused('return getUrl("javascript:alert(1)");')).toContain("not an absolute http");
  });
});

describe("what comes back", () => {
  const bytes = (...codes: number[]) => Uint8Array.from(codes);

  test("character sets: of the header, of the attribute, unknown ones", async () => {
    const latin = { type: "text/plain; charset=ISO-8859-1", body: bytes(0xfc) };
    expect((await run(invoke(""), { replies: [latin] })).result).toBe("ü");
    expect((await run(invoke('response-decoding: "windows-1251"'), { replies: [{ body: bytes(0xff) }] })).result).toBe(
      "я",
    );
    expect((await run(invoke(""), { replies: [{ type: "text/plain; charset=nope", body: "a" }] })).result).toBe("a");
    expect((await run(invoke('response-decoding: "nope"'), { replies: [{ body: "a" }] })).result).toContain(
      "not supported",
    );
  });

  test.each([
    ['attachment; filename="re port.txt"', "text/plain", "re port.txt"],
    ["attachment; filename*=UTF-8''gr%C3%BCn.pdf", "application/pdf", "grün.pdf"],
    ['attachment; filename="../../etc/passwd"', "application/pdf", "passwd"],
    ["", "application/pdf", "x"],
    ["", "", "x"],
  ])("a file: %s %s", async (disposition, contentType, name) => {
    const headers = disposition ? [["Content-Disposition", disposition] as const] : [];
    const replies = [{ type: contentType, headers, body: bytes(0xff, 0xfe, 0) }];
    const { result } = await run(invoke("", 'return r.getFileName() + " " + r.getFileSize();'), { replies });
    expect(result).toBe(`${name} 3`);
  });

  test("JSON keeps ids of 19 digits; a scalar is text", async () => {
    const replies = [{ type: "application/json", body: '{"id":4876876000000123456}' }];
    expect((await run(invoke("", 'return r.get("id");'), { replies })).result).toBe("4876876000000123456");
    expect(
      (await run(invoke("", "return r + 1;"), { replies: [{ type: "application/json", body: "12" }] })).result,
    ).toBe("121");
  });

  test("headers given twice are joined; the same name in the map twice", async () => {
    const replies = [
      {
        headers: [
          ["set-cookie", "a"],
          ["set-cookie", "b"],
        ] as const,
      },
    ];
    const { result } = await run(invoke("detailed: true", 'return r.get("responseHeader").get("set-cookie");'), {
      replies,
    });
    expect(result).toBe("a, b");
  });

  test("what goes wrong on the way can be caught, in the host's words", async () => {
    const caught = 'return "none"; } catch (e) { return e.lineNo + " " + e.message; }';
    const failing = async (error: Error) =>
      (await run(`try { ${invoke("", caught)}`, { fetch: () => Promise.reject(error) })).result;
    expect(await failing(new Error("connect ECONNREFUSED"))).toBe("1 connect ECONNREFUSED");
    expect(await failing(Object.assign(new Error("slow"), { name: "TimeoutError" }))).toBe("1 socket timeout error");
    const large = { status: 200, headers: [], body: new Uint8Array(5_000_001) };
    const result = (await run(invoke(""), { fetch: async () => large })).result;
    expect(result).toBe("script 1: The response is larger than 5 MB");
  });
});

describe("mails", () => {
  const send = (attributes: string) =>
    `f = "a".toFile("a.txt"); l = {"c@x.org", "d@x.org"};\nsendmail [ ${attributes} ];`;

  test("every attribute", async () => {
    const { mails } = await run(
      send(`from: zoho.adminuserid to: "\\"Doe, Jo\\" <a@x.org>, b@x.org" cc: l bcc: "e@x.org" reply to: "r@x.org"
        subject: "Hi\\nthere" message: "<b>x</b>" content type: TEXT attachments: file:f, file:l2`).replace(
        "l = ",
        "l2 = {f, f}; l = ",
      ),
    );
    expect(mails).toEqual([
      {
        ...{ from: "admin@example.com", to: ['"Doe, Jo" <a@x.org>', "b@x.org"], cc: ["c@x.org", "d@x.org"] },
        ...{ bcc: ["e@x.org"], replyTo: "r@x.org", subject: "Hi there", message: "<b>x</b>", contentType: "text" },
        attachments: [expect.any(FileValue), expect.any(FileValue), expect.any(FileValue)],
      },
    ]);
  });

  test("only what must be", async () => {
    const { mails, result } = await run(send('from: "me <me@x.org>" to: "a@x.org" message: "x"'));
    expect(result).toBe("null");
    expect(mails[0]).toMatchObject({
      cc: [],
      bcc: [],
      replyTo: null,
      subject: "",
      contentType: "html",
      attachments: [],
    });
  });

  test("what the host refuses can be caught", async () => {
    const sendMail = () => Promise.reject(new Error("The sender is not verified"));
    const { result } = await run(send('from: "a@x.org" to: "a@x.org" message: "x"'), { sendMail });
    expect(result).toBe("script 2: The sender is not verified");
  });
});

test("the help desk's own interface is the host's task, with the attributes as values", async () => {
  const tasks = { "zoho.sdp.invokeurl": () => new KeyValue(new Map([["id", 7]])) };
  const source =
    'r = zoho.sdp.invokeurl [ url: "/api/v3/requests/1" type: PUT parameters: {"a": 1} ]; return r.get("id");';
  const { result, ran } = await run(source, { tasks });
  expect(result).toBe("7");
  expect(ran[0]?.path).toBe("zoho.sdp.invokeurl");
  const input = ran[0]?.input;
  expect(input && "attributes" in input && [...input.attributes.keys()]).toEqual(["url", "type", "parameters"]);
});

test("what such a task can't do is caught like anything else", async () => {
  const tasks = {
    "zoho.sdp.invokeurl": () => {
      throw new Error("There is no request 1");
    },
  };
  const source = 'try { r = zoho.sdp.invokeurl [ url: "/x" ]; return "none"; } catch (e) { return e.message; }';
  expect((await run(source, { tasks })).result).toBe("There is no request 1");
});
