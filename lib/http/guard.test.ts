import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isTransportError } from "@/lib/core/transport";
import { emptyAllowList, parseAllowList } from "./allow-list";
import { addressRefusal, checkUrl, type OutgoingPolicy, targetOf } from "./guard";

const own = ["http://localhost:3000", "http://127.0.0.1:3000", "https://desk.example.com"];
const strict: OutgoingPolicy = { allow: emptyAllowList, ownOrigins: own };
const lax: OutgoingPolicy = { allow: parseAllowList("127.0.0.0/8,10.1.0.0/16,erp.lan.test"), ownOrigins: own };

function verdict(url: string, policy = strict): string {
  try {
    return `ok ${checkUrl(url, policy).href}`;
  } catch (error) {
    return isTransportError(error) ? `${error.kind} ${error.message}` : `BUG ${error}`;
  }
}

describe("spellings that must not get through", () => {
  test.each([
    "http://127.0.0.1",
    "http://127.1",
    "http://127.0.1",
    "http://0x7f.1",
    "http://0x7f000001",
    "http://0x7F.0.0.0x1",
    "http://2130706433",
    "http://017700000001",
    "http://0177.0.0.1",
    "http://0177.0.0.0x1",
    "http://127.0.0.1.",
    "http://127.0.0.1:80",
    "http://127.000.000.001",
    "http://localhost",
    "http://LOCALHOST",
    "http://localhost.",
    "http://x.localhost",
    "http://0",
    "http://0.0.0.0",
    "http://[::]",
    "http://[::1]",
    "http://[0:0:0:0:0:0:0:1]",
    "http://[::ffff:127.0.0.1]",
    "http://[::ffff:7f00:1]",
    "http://[::ffff:10.0.0.1]",
    "http://[::127.0.0.1]",
    "http://[::ffff:0:127.0.0.1]",
    "http://[64:ff9b::127.0.0.1]",
    "http://[64:ff9b:1::8.8.8.8]",
    "http://[2002:7f00:1::]",
    "http://[2001:0:7f00:1::]",
    "http://[fe80::1]",
    "http://[fec0::1]",
    "http://[fd00::1]",
    "http://[fd00:ec2::254]",
    "http://[2606:4700::5efe:10.0.0.1]",
    "http://[2001:db8::1]",
    "http://[ff02::1]",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166",
    "http://0xA9FEA9FE",
    "http://0251.0376.0251.0376",
    "http://100.100.100.200",
    "http://168.63.129.16",
    "http://10.0.0.1",
    "http://172.16.0.1",
    "http://192.168.1.1",
    "http://100.64.0.1",
    "http://198.18.0.1",
    "http://224.0.0.1",
    "http://255.255.255.255",
    "http://１２７.０.０.１",
    "http://①②⑦.⓪.⓪.①",
    "http://127。0。0。1",
    "http://%31%32%37.0.0.1",
    "http://loc%61lhost",
    "http://ⓛocalhost",
    "http://127.0.0.1#.example.com",
    "http://127.0.0.1?.example.com",
    "https://10.0.0.1:8443/x",
    "http://example.com:22",
    "http://example.com:25",
    "http://example.com:6000",
    "http://example.com:0",
  ])("blocked: %s", (url) => expect(verdict(url)).toMatch(/^blocked /));

  test.each([
    ["", "must begin with"],
    ["example.com/x", "must begin with"],
    ["//example.com", "must begin with"],
    ["ftp://example.com", "not ftp"],
    ["file:///etc/passwd", "not file"],
    ["gopher://127.0.0.1:6379/_x", "not gopher"],
    ["javascript:alert(1)", "not javascript"],
    ["data:text/html,x", "not data"],
    ["http:", "names no host"],
    ["http://", "names no host"],
    ["http:///127.0.0.1", "names no host"],
    ["http:127.0.0.1", "names no host"],
    ["http:/127.0.0.1", "names no host"],
    ["http://?x", "names no host"],
    ["http:\\\\127.0.0.1", "backslash"],
    ["http://example.com\\@127.0.0.1/", "backslash"],
    ["http://user@example.com", "user name or password"],
    ["http://user:secret@example.com", "user name or password"],
    ["http://@example.com", "user name or password"],
    ["http://example.com@127.0.0.1/", "user name or password"],
    ["http://example.com%40@127.0.0.1/", "user name or password"],
    ["http://127.0.\t0.1/", "control character"],
    ["http://127.0.\n0.1/", "control character"],
    ["http://example.com/\r\nhost: x", "control character"],
    ["ht\ntp://example.com", "control character"],
    ["http://example.com/\u0000", "control character"],
    ["http://[fe80::1%25eth0]/", "zone id"],
    ["http://[fe80::1%eth0]/", "zone id"],
    ["http://[::1", "malformed"],
    ["http://example.com:99999", "malformed"],
    ["http://example.com:80x", "malformed"],
    ["http://exa mple.com", "malformed"],
    ["http://1.2.3.4.5", "malformed"],
    ["http://256.1.1.1", "malformed"],
    ["http://a%00b", "malformed"],
    [`http://example.com/${"x".repeat(9000)}`, "longer than"],
  ])("invalid: %j", (url, why) => expect(verdict(url)).toMatch(new RegExp(`^invalid_url .*${why}`)));

  test("the message never repeats a secret", () => {
    for (const url of [
      "http://u:s3cret@example.com",
      "http://10.0.0.1/?key=s3cret",
      "http://127.0.0.1/s3cret",
      "http://[x?s3cret",
    ])
      expect(verdict(url)).not.toContain("s3cret");
  });
});

test.each([
  ["https://example.com", "https://example.com/"],
  [" https://example.com/a?b=c#d \n", "https://example.com/a?b=c#d"],
  ["HTTP://EXAMPLE.com:8080/ü", "http://example.com:8080/%C3%BC"],
  ["http://8.8.8.8/", "http://8.8.8.8/"],
  ["http://134744072/", "http://8.8.8.8/"],
  ["http://[2606:4700::1111]/", "http://[2606:4700::1111]/"],
  ["http://[64:ff9b::8.8.8.8]/", "http://[64:ff9b::808:808]/"],
  ["https://bücher.example/", "https://xn--bcher-kva.example/"],
  ["https://example.com/?path=C:\\x&mail=a@b", "https://example.com/?path=C:\\x&mail=a@b"],
  ["https://example.com/@user", "https://example.com/@user"],
])("passes: %s", (url, href) => expect(verdict(url)).toBe(`ok ${href}`));

describe("our own address", () => {
  test.each([
    "http://localhost:3000/inspect/abc",
    "http://localhost:3000/inspect/abc/x?y=1",
    "http://127.0.0.1:3000/inspect/",
    "https://desk.example.com/inspect/a",
    "http://localhost:3000/x/../inspect/abc",
  ])("only the inspector: %s", (url) => expect(verdict(url)).toMatch(/^ok /));

  test.each([
    "http://localhost:3000",
    "http://localhost:3000/inspect",
    "http://localhost:3000/INSPECT/a",
    "http://localhost:3000/inspector/a",
    "http://localhost:3000/inspect/../admin",
    "http://localhost:3000/inspect/%2e%2e/admin",
    "http://localhost:3000/inspect/.%2E/admin",
    "http://localhost:3000/inspect/..%2fadmin",
    "http://localhost:3000/inspect/%2e%2e%2fadmin",
    "http://localhost:3000/inspect/..%5cadmin",
    "http://localhost:3000/inspect/%252e%252e/admin",
    "http://localhost:3000/inspect//admin",
    "http://localhost:3000//inspect/a",
    "http://localhost:3000/inspect/..;/admin",
    "http://localhost:3000/%69nspect/a",
    "http://localhost.:3000/admin",
    "http://127.1:3000/admin",
    "https://desk.example.com/",
    "https://desk.example.com./api",
    "http://desk.example.com/api",
    "http://desk.example.com/inspect/a",
    "http://localhost:3001/inspect/a",
    "http://[::1]:3000/inspect/a",
  ])("nothing else: %s", (url) => expect(verdict(url)).toMatch(/^blocked /));

  test("a backslash cannot climb out of it", () => {
    expect(verdict("http://localhost:3000/inspect/..\\admin")).toMatch(/^invalid_url .*backslash/);
  });

  test("stays out of reach when loopback is allowed, under any name that resolves to it", () => {
    expect(verdict("http://127.0.0.1:3000/admin", lax)).toContain("this instance's own address");
    expect(verdict("http://127.0.0.2:3000/inspect/x", lax)).toContain("this instance's own address");
    expect(verdict("http://127.0.0.1:3001/x", lax)).toMatch(/^ok/);
    const alias = targetOf(new URL("http://evil.test:3000/"), lax);
    expect(addressRefusal("127.0.0.1", alias, lax)).toContain("this instance's own address");
    expect(addressRefusal("127.0.0.1", { ...alias, port: 3001 }, lax)).toBeUndefined();
  });

  test("never means never, for ourselves too", () => {
    const self = targetOf(new URL("http://localhost:3000/"), strict);
    expect(addressRefusal("127.0.0.1", self, strict)).toBeUndefined();
    expect(addressRefusal("10.9.9.9", self, strict)).toBeUndefined();
    expect(addressRefusal("169.254.169.254", self, strict)).toContain("can never be called");
  });
});

test("the allow list opens what it names, and says how when it does not", () => {
  expect(verdict("http://10.1.2.3/", lax)).toMatch(/^ok/);
  expect(verdict("http://[::ffff:10.1.2.3]/", lax)).toMatch(/^ok/);
  expect(verdict("http://localhost:9000/", lax)).toMatch(/^ok/);
  expect(verdict("http://10.2.2.3/", lax)).toBe(
    "blocked 10.2.2.3 is not a public address (private network, 10.0.0.0/8). To allow it, list it in HOOKDESK_ALLOW_NET.",
  );
  expect(verdict("http://169.254.169.254/", lax)).toBe(
    "blocked 169.254.169.254 can never be called (cloud metadata service).",
  );
  const erp = targetOf(new URL("http://erp.lan.test/"), lax);
  expect(addressRefusal("192.168.7.7", erp, lax)).toBeUndefined();
  expect(addressRefusal("169.254.169.254", erp, lax)).toBe(
    "erp.lan.test is 169.254.169.254, which can never be called (cloud metadata service).",
  );
});

describe("properties", () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const privateV4 = fc.oneof(
    fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
    fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
    fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
  );
  const publicV4 = fc.tuple(fc.constantFrom(1, 8, 9, 34, 52, 93, 185), octet, octet, octet);
  const joined = (bytes: number[], radix: (byte: number) => string) => bytes.map(radix).join(".");
  const number = ([a = 0, b = 0, c = 0, d = 0]: number[]) => ((a * 256 + b) * 256 + c) * 256 + d;
  const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const spellings: ((bytes: number[]) => string)[] = [
    (bytes) => joined(bytes, String),
    (bytes) => `${joined(bytes, String)}.`,
    (bytes) => String(number(bytes)),
    (bytes) => `0x${number(bytes).toString(16)}`,
    (bytes) => `0${number(bytes).toString(8)}`,
    (bytes) => joined(bytes, (byte) => `0x${byte.toString(16)}`),
    (bytes) => joined(bytes, (byte) => `0${byte.toString(8)}`),
    ([a = 0, ...rest]) => `${a}.${number([0, ...rest])}`,
    ([a = 0, b = 0, c = 0, d = 0]) => `${a}.${b}.${c * 256 + d}`,
    (bytes) => wide(joined(bytes, String)),
    (bytes) => joined(bytes, String).replaceAll(".", "。"),
    (bytes) => joined(bytes, String).replace(/\d/, (digit) => `%3${digit}`),
  ];
  const spelling = fc.constantFrom(...spellings);

  test("a private address is blocked in every spelling", () => {
    fc.assert(
      fc.property(privateV4, spelling, (bytes, spell) =>
        verdict(`http://${spell(bytes)}:8080/`).startsWith("blocked "),
      ),
      { numRuns: 1500 },
    );
  });

  test("a public address passes in every spelling and comes out dotted", () => {
    fc.assert(
      fc.property(publicV4, spelling, (bytes, spell) =>
        verdict(`http://${spell(bytes)}/`).startsWith(`ok http://${bytes.join(".")}`),
      ),
      { numRuns: 500 },
    );
  });

  test("no text whatever makes it throw anything else", () => {
    const pieces = fc.array(
      fc.constantFrom(
        "http",
        ":",
        "//",
        "/",
        "\\",
        "@",
        "[",
        "]",
        "%",
        "127.0.0.1",
        "::1",
        "#",
        "?",
        ".",
        "localhost",
        "ｘ",
        "\t",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          pieces.map((parts) => parts.join("")),
        ),
        (text) => !verdict(text).startsWith("BUG"),
      ),
      { numRuns: 2000 },
    );
  });
});
