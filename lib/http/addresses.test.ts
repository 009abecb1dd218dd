import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { describe, expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { addressBytes, classifyAddress, isPublicAddress, isSameAddress } from "./addresses";
import { emptyAllowList, isAllowedAddress, isAllowedHost, parseAllowList } from "./allow-list";

// First and last address of every range that Svix, Hook0, Smokescreen, Convoy or n8n refuse, and their public neighbours.
const refused = `
  0.0.0.0 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.127.255.255 100.100.100.200
  127.0.0.0 127.0.0.1 127.255.255.255 169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255
  192.0.0.0 192.0.0.192 192.0.0.255 192.0.2.0 192.0.2.255 192.88.99.0 192.88.99.255 192.168.0.0 192.168.255.255
  198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 203.0.113.255 224.0.0.0 239.255.255.255
  240.0.0.0 255.255.255.254 255.255.255.255 168.63.129.16
  :: ::1 ::2 ::7f00:1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::ffff:8.8.8.8
  ::ffff:0:10.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b::1:808:808
  64:ff9b:1:: 64:ff9b:1::8.8.8.8 64:ff9b:1:ffff:ffff:ffff:ffff:ffff 64:ff9b:2::1 ff:: 100:: 100::ffff 200::1 400::1
  2001:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1::1 2001:2::1 2001:20::1 2001:1ff:ffff::1 2001:db8:: 2001:db8:ffff::1
  2002:: 2002:7f00:1:: 2002:808:808::1 2002:ffff::1 3fff:: 3fff:fff:ffff::1 4000::1 5f00:: 5f00:ffff::1 6000::1 8000::1
  fc00:: fc00::1 fd00::1 fd00:ec2::254 fdff:ffff::1 fe00::1 fe80:: fe80::1 febf:ffff::1 fec0:: fec0::1 feff::1 ff00:: ff02::1
  ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:808:808 fe80::5efe:192.0.2.1`;

const passed = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0
  172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0 192.0.3.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
  198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255 168.63.129.15
  64:ff9b::8.8.8.8 64:ff9b::101:101 2001:200::1 2001:4860:4860::8888 2001:db7::1 2001:db9::1 2003::1 2606:4700::1111
  2a00:1450:4001::1 3ffe:ffff::1 2606:4700::5eff:10.0.0.1`;

const words = (text: string) => text.trim().split(/\s+/);

describe("the address table", () => {
  test.each(words(refused))("%s is refused", (ip) => expect(isPublicAddress(ip)).toBe(false));
  test.each(words(passed))("%s passes", (ip) =>
    expect(classifyAddress(ip)).toEqual({ reach: "public", why: "public" }),
  );
  test.each([
    "",
    "localhost",
    "127.1",
    "0x7f000001",
    "2130706433",
    "010.0.0.1",
    "1.1.1.1 ",
    "8.8.8.8/32",
    "fe80::1%eth0",
    "2606:4700::1%1",
    "[::1]",
  ])("%j is no address", (text) => expect(classifyAddress(text).reach).toBe("never"));
});

const octet = fc.integer({ min: 0, max: 255 });
const dotted = (bytes: number[]) => bytes.join(".");
/** Any address of the ranges that must never be reached by accident, as four bytes. */
const privateV4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), octet, octet, octet),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
  fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
  fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), octet, octet),
  fc.tuple(fc.constant(198), fc.constantFrom(18, 19), octet, octet),
  fc.tuple(fc.integer({ min: 224, max: 255 }), octet, octet, octet),
);

const hexPair = ([a = 0, b = 0, c = 0, d = 0]: number[]) =>
  `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
const embeddings: ((v4: number[]) => string)[] = [
  dotted,
  (v4) => `::ffff:${dotted(v4)}`,
  (v4) => `::ffff:${hexPair(v4)}`,
  (v4) => `0:0:0:0:0:ffff:${hexPair(v4)}`,
  (v4) => `::${dotted(v4)}`,
  (v4) => `::ffff:0:${dotted(v4)}`,
  (v4) => `64:ff9b::${dotted(v4)}`,
  (v4) => `64:ff9b:1::${hexPair(v4)}`,
  (v4) => `2002:${hexPair(v4)}::1`,
  (v4) => `2001:0:${hexPair(v4)}::1`,
  (v4) => `2606:4700::5efe:${dotted(v4)}`,
  (v4) => `2606:4700::200:5efe:${hexPair(v4)}`,
];

describe("properties", () => {
  test("a private IPv4 address is refused however it is embedded", () => {
    fc.assert(
      fc.property(privateV4, fc.constantFrom(...embeddings), (v4, embed) => !isPublicAddress(embed(v4))),
      { numRuns: 2000 },
    );
  });

  test("NAT64 inherits the verdict of the IPv4 address, every other embedding is refused", () => {
    const any = fc.tuple(octet, octet, octet, octet);
    fc.assert(
      fc.property(any, (v4) => isPublicAddress(`64:ff9b::${dotted(v4)}`) === isPublicAddress(dotted(v4))),
      { numRuns: 2000 },
    );
    const others = embeddings.filter((embed) => !/^64:ff9b::|^\d+\.\d/.test(embed([8, 8, 8, 8])));
    fc.assert(fc.property(any, fc.constantFrom(...others), (v4, embed) => !isPublicAddress(embed(v4))));
  });

  test("only global unicast IPv6 and NAT64 can pass", () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const first = Number.parseInt(ip.startsWith("::") ? "0" : (ip.split(":")[0] ?? "0"), 16);
        return !isPublicAddress(ip) || (first >= 0x2000 && first <= 0x3fff) || first === 0x64;
      }),
      { numRuns: 2000 },
    );
  });

  test("bytes are those another parser finds", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (ip) => {
        fc.pre(!/^::\d+\.\d/.test(ip));
        expect(addressBytes(ip)).toEqual(ipaddr.parse(ip).toByteArray());
      }),
      { numRuns: 1000 },
    );
    expect(addressBytes("::10.0.0.1")).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1]);
  });

  test("spellings of one address are the same address", () => {
    expect(isSameAddress("2606:4700:0:0::1", "2606:4700::1")).toBe(true);
    expect(isSameAddress("::ffff:127.0.0.1", "127.0.0.1")).toBe(true);
    expect(isSameAddress("127.0.0.1", "127.0.0.2")).toBe(false);
    expect(isSameAddress("x", "x")).toBe(false);
  });
});

describe("the allow list", () => {
  const list = parseAllowList(" 10.1.0.0/16, 192.168.1.5,, fd12::/16,[::1],Erp.Corp.test,*.lan.test,127.0.0.0/8");

  test("covers networks, addresses and hosts, and nothing else", () => {
    for (const ip of ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "192.168.1.5", "fd12::9", "::1", "127.9.9.9"])
      expect(isAllowedAddress(list, ip), ip).toBe(true);
    for (const ip of ["10.2.0.1", "192.168.1.6", "fd13::9", "::2", "2002:a01:203::1", "::10.1.2.3", "x"])
      expect(isAllowedAddress(list, ip), ip).toBe(false);
    for (const host of ["erp.corp.test", "erp.corp.test.", "a.lan.test", "a.b.lan.test"])
      expect(isAllowedHost(list, host), host).toBe(true);
    for (const host of ["corp.test", "xerp.corp.test", "lan.test", "xlan.test", "erp.corp.test.evil.test"])
      expect(isAllowedHost(list, host), host).toBe(false);
  });

  test("an empty text allows nothing", () => {
    expect(parseAllowList(" , ")).toEqual(emptyAllowList);
  });

  test("link-local and metadata stay out even of a list that covers everything", () => {
    const all = parseAllowList("0.0.0.0/0,::/0");
    fc.assert(
      fc.property(
        fc.tuple(octet, octet),
        fc.constantFrom(...embeddings),
        ([c, d], embed) => !isAllowedAddress(all, embed([169, 254, c, d])),
      ),
    );
    for (const ip of [
      "fe80::1",
      "fd00:ec2::254",
      "100.100.100.200",
      "168.63.129.16",
      "0.0.0.0",
      "::",
      "255.255.255.255",
      "ff02::1",
    ])
      expect(isAllowedAddress(all, ip), ip).toBe(false);
    expect(isAllowedAddress(all, "10.0.0.1")).toBe(true);
  });

  test.each([
    ["169.254.169.254", "can never be allowed"],
    ["169.254.0.0/16", "can never be allowed"],
    ["169.254.4.0/24", "can never be allowed"],
    ["fe80::/10", "can never be allowed"],
    ["fe80::1", "can never be allowed"],
    ["fd00:ec2::254", "can never be allowed"],
    ["100.100.100.200", "can never be allowed"],
    ["100.100.100.200/32", "can never be allowed"],
    ["metadata.google.internal", "can never be allowed"],
    ["0.0.0.0", "can never be allowed"],
    ["2002::/16", "can never be allowed"],
    ["::ffff:10.0.0.0/104", "write the IPv4 form"],
    ["::ffff:169.254.169.254", "write the IPv4 form"],
    ["10/8", "is not a network"],
    ["10.0.0.0/33", "is not a network"],
    ["10.0.0.0/-1", "is not a network"],
    ["10.0.0.0/8/8", "is not a network"],
    ["fe80::1%eth0/64", "is not a network"],
    ["127.1", "is neither"],
    ["0x7f000001", "is neither"],
    ["2130706433", "is neither"],
    ["http://erp.test", "is a URL"],
    ["erp.test:8080", "has a port"],
    ["erp test", "is neither"],
    ["*", "is neither"],
    ["-erp.test", "is neither"],
  ])("%s is refused by name", (entry, why) => {
    let error: unknown;
    try {
      parseAllowList(`10.0.0.0/8, ${entry}`);
    } catch (caught) {
      error = caught;
    }
    expect(isAppError(error) && error.code === "invalid" && error.message).toContain(`"${entry}"`);
    expect((error as Error).message).toContain(why);
  });
});
