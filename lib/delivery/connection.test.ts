import { expect, test } from "vitest";
import { connectionInput, maySendTo } from "./connection";

test.each<[string[], string, boolean]>([
  [[], "https://anything.example/", true],
  [["api.partner.example"], "https://API.partner.example:8443/x", true],
  [["api.partner.example"], "https://partner.example/", false],
  [["api.partner.example"], "https://api.partner.example.evil.example/", false],
  [["api.partner.example"], "https://api.partner.example@evil.example/", false],
  [["api.partner.example"], "https://evil.example\\@api.partner.example/", false],
  [["api.partner.example"], "https://evil.example/#api.partner.example", false],
  [["*.partner.example"], "https://a.b.partner.example/", true],
  [["*.partner.example"], "https://partner.example/", false],
  [["*.partner.example"], "https://evilpartner.example/", false],
  [["api.partner.example:443"], "https://api.partner.example/", true],
  [["api.partner.example:443"], "http://api.partner.example/", false],
  [["api.partner.example:80"], "http://api.partner.example/", true],
  [["*.partner.example:8443"], "https://a.partner.example:8443/", true],
  [["*.partner.example:8443"], "https://a.partner.example/", false],
  [["[::1]"], "http://[::1]:8080/", true],
  [["[::1]:8080"], "http://[::1]:8080/", true],
  [["api.partner.example"], "not a url", false],
])("credentials for %j may go to %s: %s", (hosts, url, may) => {
  const { hosts: stored } = connectionInput.pick({ hosts: true }).parse({ hosts });
  expect(maySendTo(stored, url)).toBe(may);
});
