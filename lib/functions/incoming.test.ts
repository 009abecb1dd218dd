import { describe, expect, test } from "vitest";
import { functionUrl, readCallRequest } from "./incoming";
import { failureReply, invalidReply, successReply } from "./reply";

const none = { type: "", text: "" };
const query = "serviceName=callbackFunctions&api_name=sync&auth_token=abc_-1&PORTALID=1";
const known = { serviceName: "callbackFunctions", apiName: "sync", token: "abc_-1", portalId: "1" };

describe("the address", () => {
  test("is the documented one, byte for byte", () => {
    const url = functionUrl("https://desk.example/", { ...known, arguments: '{"name":"tom","id":123}' });
    expect(url).toBe(
      "https://desk.example/AppIntegrations?serviceName=callbackFunctions&api_name=sync&auth_token=abc_-1&PORTALID=1&arguments=%7B%22name%22%3A%22tom%22%2C%22id%22%3A123%7D",
    );
    expect(readCallRequest(new URL(url).search.slice(1), none)).toEqual({
      ...known,
      arguments: '{"name":"tom","id":123}',
    });
  });

  test.each([
    ["without arguments", query, undefined],
    ["percent-encoded", `${query}&arguments=%7B%22id%22%3A1%7D`, '{"id":1}'],
    ["as the document writes it (S1)", `${query}&arguments{"id":1}`, '{"id":1}'],
    ["as its example writes it (S1)", `${query}&arguments = {"id":1}`, '{"id":1}'],
    ["with an ampersand in a value, encoded", `${query}&arguments=%7B%22a%22%3A%22x%26y%22%7D`, '{"a":"x&y"}'],
    ["broken escapes", `${query}&arguments{%zz}`, "{%zz}"],
  ])("%s", (_, text, expected) => {
    expect(readCallRequest(text, none)).toEqual({ ...known, arguments: expected });
  });

  test("names are case-sensitive", () => {
    expect(readCallRequest("servicename=callbackFunctions&API_NAME=x&portalid=1", none)).toEqual({
      ...{ serviceName: "", apiName: "", token: "", portalId: "", arguments: undefined },
    });
  });
});

describe("the body", () => {
  const inQuery = `${query}&arguments=%7B%22from%22%3A%22query%22%7D`;
  test.each([
    ["a form", "application/x-www-form-urlencoded", "arguments=%7B%22a%22%3A+1%7D", '{"a": 1}'],
    ["a form of another media type", "text/plain", "arguments=%7B%7D", "{}"],
    [
      "JSON with an object",
      "application/json; charset=utf-8",
      '{"arguments": {"id": 9007199254740993}}',
      '{"id": 9007199254740993}',
    ],
    ["JSON with a text", "application/json", '{"arguments": "{\\"id\\": 1}"}', '{"id": 1}'],
    ["JSON with more beside it", "application/json", '{"x": 1, "arguments": {"id": 1}}', '{"id":1}'],
    ["no JSON at all", "application/json", "{oops", "{oops"],
    ["nothing about arguments: the address counts", "application/json", "[1]", '{"from":"query"}'],
    ["an empty one: the address counts", "application/x-www-form-urlencoded", " ", '{"from":"query"}'],
  ])("%s", (_, type, text, expected) => {
    expect(readCallRequest(inQuery, { type, text }).arguments).toBe(expected);
  });
});

test("the three replies, byte for byte (§0.5)", () => {
  expect(successReply('{"a":"b"}')).toBe('{"status":200,"content":{"result":"success","output":"{\\"a\\":\\"b\\"}"}}');
  expect(successReply("")).toBe('{"status":200,"content":{"result":"success","output":""}}');
  expect(failureReply("Error at line number : 2. Division by zero")).toBe(
    '{"status":200,"content":{"result":"failed","errorMessage":"Error at line number : 2. Division by zero"}}',
  );
  expect(invalidReply).toBe('{"status":200,"content":"Invalid callback function url"}');
});
