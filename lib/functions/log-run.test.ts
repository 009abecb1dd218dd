import { expect, test } from "vitest";
import { mask } from "@/lib/core/secrets";
import { loggedArguments, loggedInfo, loggedStep, loggedText } from "./log-run";

test.each([
  ['{"password": "hunter2", "id": 1}', `{"password":"${mask}","id":1}`],
  [
    '{"user": {"apiKey": "k1", "API-Key": "k2", "name": "Ann"}}',
    `{"user":{"apiKey":"${mask}","API-Key":"${mask}","name":"Ann"}}`,
  ],
  ['{"access_token": {"a": 1}}', `{"access_token":"${mask}"}`],
  ['{"password": "", "secret": null}', '{"password": "", "secret": null}'],
  ['{"passenger": "Ann", "keyboard": "qwertz"}', '{"passenger": "Ann", "keyboard": "qwertz"}'],
  ['{"id": 9007199254740993}', '{"id": 9007199254740993}'],
  ["not JSON", "not JSON"],
])("values of secret names are kept from the history: %s", (given, kept) => {
  expect(loggedArguments(given, [])).toBe(kept);
});

test("the token and other secrets are masked wherever they stand, in whatever spelling", () => {
  const secret = "t0ken-with/slash";
  const text = JSON.stringify({ url: `https://a.example/?t=${encodeURIComponent(secret)}`, plain: secret });
  const kept = loggedArguments(text, [secret]);
  expect(kept).not.toContain(secret);
  expect(kept).not.toContain(encodeURIComponent(secret));
});

test("long texts are cut after they were masked, and can be stored", () => {
  expect(loggedText("abc", [], 2)).toBe("ab…");
  expect(loggedText("a\0b\ud800", [], 10)).toBe("a\u{fffd}b\u{fffd}");
});

test("log lines are kept until they are too long together", () => {
  const lines = Array.from({ length: 40 }, (_, n) => `${n}`.padEnd(1_000, "."));
  const kept = loggedInfo(lines, []);
  expect(kept).toHaveLength(17);
  expect(kept.at(-1)).toBe("… 24 more lines were not kept");
  expect(loggedInfo(["a", "b"], [])).toEqual(["a", "b"]);
});

test("a step of the trace keeps no secret", () => {
  const step = {
    line: 1,
    function: "",
    depth: 0,
    atMs: 1,
    changes: [{ name: "h", text: "Bearer s3cret!" }],
    calls: ["GET /?k=s3cret!"],
  };
  expect(JSON.stringify(loggedStep(step, ["s3cret!"]))).not.toContain("s3cret!");
  expect(loggedStep(step, [])).toBe(step);
});
