import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { emptyAllowList } from "./allow-list";
import { isExceptedAddress, isExceptedHost, parseExceptions, parseProxy } from "./proxy";

const proxy = (url: string, except = "") => parseProxy(url, parseExceptions(except), false);

describe("HOOKDESK_PROXY", () => {
  test("host, port, TLS and credentials", () => {
    expect(proxy("http://proxy.test:3128")).toEqual({
      ...{ hostname: "proxy.test", port: 3128, isSecure: false, authorization: undefined },
      ...{ except: emptyAllowList, resolvesNames: false },
    });
    expect(proxy("HTTPS://proxy.test/")).toMatchObject({ port: 443, isSecure: true });
    expect(proxy("http://[fd00::1]")).toMatchObject({ hostname: "fd00::1", port: 80 });
    const { authorization = "" } = proxy("http://desk:p%40ss%3A%C3%A9@proxy.test");
    expect(Buffer.from(authorization.slice(6), "base64").toString()).toBe("desk:p@ss:é");
  });

  test.each([
    "proxy.test:3128",
    "socks5://proxy.test",
    "http://",
    "http:///x",
    "http://proxy.test/path",
    "http://proxy.test?x=1",
    "http://proxy.test:99999",
    "http://user:s3cret@proxy.test/x",
    "http://user:s3cret%zz@proxy.test",
  ])("%s is refused in words that never repeat it", (url) => {
    const parse = () => proxy(url);
    expect(parse).toThrow(AppError);
    expect(parse).toThrow(/^HOOKDESK_PROXY must/);
    expect(parse).not.toThrow(/s3cret/);
  });
});

describe("HOOKDESK_NO_PROXY", () => {
  const given = proxy("http://proxy.test", "erp.test, *.corp.test,.local.test ,10.0.0.0/8,192.168.1.5,[fd00::1],");

  test("hosts", () => {
    for (const host of ["erp.test", "ERP.test.", "a.corp.test", "a.b.corp.test", "x.local.test"])
      expect(isExceptedHost(given, host), host).toBe(true);
    for (const host of ["x.erp.test", "corp.test", "notcorp.test", "local.test", "partner.test"])
      expect(isExceptedHost(given, host), host).toBe(false);
  });

  test("addresses: those listed in each spelling, and loopback", () => {
    for (const ip of ["10.1.2.3", "192.168.1.5", "fd00::1", "::ffff:10.1.2.3", "127.0.0.1", "127.9.9.9", "::1"])
      expect(isExceptedAddress(given, ip), ip).toBe(true);
    for (const ip of ["11.1.2.3", "192.168.1.6", "fd00::2", "93.184.216.34", "erp.test", ""])
      expect(isExceptedAddress(given, ip), ip).toBe(false);
  });

  test.each(["10.0.0.0/99", "http://x.test", "a b", "*", "1.2.3", "x.test:80"])("%s is refused", (entry) => {
    expect(() => parseExceptions(`ok.test,${entry}`)).toThrow(/^HOOKDESK_NO_PROXY must list .* not "/);
  });
});
