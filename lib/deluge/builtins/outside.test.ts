import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultLimits, defaultOptions } from "../options";
import { invokeurl } from "../tasks/invokeurl";
import { sendmail } from "../tasks/sendmail";
import { fakeHost } from "../testing/fake-host";
import {
  base32Of,
  base64Of,
  binaryText,
  decodeText,
  encodeText,
  fromBase32,
  fromBase64,
  hexOf,
  utf8Bytes,
} from "../values/bytes";
import { LimitError, ScriptError } from "../values/errors";
import { Caught, Collection, DateValue, Decimal, FileValue, KeyValue, kindOf, List, type Value } from "../values/value";
import type { Builtin, Run } from "./builtin";
import { dateArithmetic } from "./date-arithmetic";
import { dateBetween } from "./date-between";
import { dateBusiness } from "./date-business";
import { dateConversion } from "./date-conversion";
import { dateParts } from "./date-parts";
import { encodingBuiltins, encodingFunctions, formDecode, formEncode } from "./encoding";
import { encryptionFunctions } from "./encryption";
import { fileBuiltins, fileFunctions } from "./file";
import { openUrl } from "./open-url";
import { webFunctions } from "./web";
import { xmlBuiltins } from "./xml";

const anyBytes = fc.uint8Array({ maxLength: 200 });
const anyText = fc.string({ unit: "binary", maxLength: 100 });

describe("bytes and texts", () => {
  test("Base64 and Base32 as Node's and RFC 4648's, and back", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(hexOf(bytes)).toBe(Buffer.from(bytes).toString("hex"));
        expect(binaryText(bytes)).toBe(Buffer.from(bytes).toString("latin1"));
        expect(fromBase64(base64Of(bytes))).toEqual(bytes);
        expect(fromBase64(Buffer.from(bytes).toString("base64url"))).toEqual(bytes);
        expect(fromBase32(base32Of(bytes))).toEqual(bytes);
      }),
    );
    const encoded = ["", "MY======", "MZXQ====", "MZXW6===", "MZXW6YQ=", "MZXW6YTB", "MZXW6YTBOI======"];
    for (const [length, text] of encoded.entries()) expect(base32Of(utf8Bytes("foobar".slice(0, length)))).toBe(text);
  });

  test("texts are read or refused, never worse", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const read of [fromBase64, fromBase32])
          try {
            read(text);
          } catch (error) {
            expect(String(error)).toMatch(/The text is not Base/);
          }
        expect(formDecode(text)).toBeTypeOf("string");
      }),
    );
  });

  test("character sets there and back; what they lack is a question mark", () => {
    expect(decodeText(encodeText("grün", "ISO-8859-1"), "iso-8859-1")).toBe("grün");
    expect(decodeText(encodeText("grün€", "utf-16le"), "utf-16le")).toBe("grün€");
    expect(binaryText(encodeText("a€😀b", "us-ascii"))).toBe("a??b");
    expect(() => encodeText("a", "nope")).toThrow("not supported");
  });

  test("URLs: as URLSearchParams writes and reads them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(text.isWellFormed());
        const truth = new URLSearchParams({ a: text }).toString().slice(2);
        expect(formEncode(text, "+")).toBe(truth.replaceAll("*", "%2A").replaceAll("~", "%7E"));
        expect(formDecode(formEncode(text, "+"))).toBe(text);
        expect(formDecode(formEncode(text, "%20"))).toBe(text);
      }),
    );
    expect(formEncode("\ud800", "+")).toBe("%3F");
  });
});

/** A run with small budgets, so that nothing it is asked for takes long. */
function smallRun(): Run {
  let left = 200_000;
  const host = fakeHost({ replies: [{ type: "application/json", body: '{"a":[1,{"b":null}]}' }] });
  return {
    ...{ host, options: defaultOptions, limits: { ...defaultLimits, textLength: 20_000, elements: 10_000 } },
    spend(units) {
      left -= units;
      if (left < 0) throw new LimitError("made", "too much");
    },
    ...{ spendOutgoing: () => undefined, spendMail: () => undefined, timeLeftMs: () => 1_000, info: () => undefined },
  };
}

/** Itself inside itself. */
function circle(): List {
  const list = new List([]);
  list.items.push(list, new KeyValue(new Map<Value, Value>([["self", list]])));
  return list;
}

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    true,
    false,
    "",
    " ",
    "Monday",
    "yyyy-MM-dd HH:mm",
    "UTC",
    "Asia/Tokyo",
    "hex",
    "{}",
    "[1]",
  ),
  fc.constantFrom<Value>(
    "<a><b>1</b></a>",
    "/a/b",
    "https://x.org/?a=1",
    "a@x.org",
    "01-Jan-2019",
    "utf-8",
    "0000000000000000",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer(),
  fc.constantFrom<Value>(0, -1, 1e15, -8.64e15, 8.64e15, Number.MAX_SAFE_INTEGER, 2n ** 62n),
  fc.double().map((value) => new Decimal(value)),
  fc.integer({ min: -1e14, max: 1e14 }).map((ms) => new DateValue(ms, ms % 2 === 0)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => new FileValue("f.zip", "text/plain", bytes)),
  fc.constant(new Caught("message", 3)),
);
const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.array(scalar, { maxLength: 5 }).map((items) => new List(items)),
  fc.array(fc.tuple(scalar, scalar), { maxLength: 4 }).map((entries) => new KeyValue(new Map(entries))),
  fc.constantFrom(new List([], null, true), new Collection()),
  fc.constant(null).map(circle),
);

/** Anything but a value of the language, or an error a script or its limits may end with, fails the test. */
async function survives(call: () => Value | Promise<Value>) {
  try {
    expect(kindOf(await call())).toBeTypeOf("string");
  } catch (error) {
    if (!(error instanceof ScriptError) && !(error instanceof LimitError)) throw error;
  }
}

describe("whatever it is given, a function answers with a value or an error of the language", () => {
  const methods: readonly Builtin[] = [
    ...[...dateArithmetic, ...dateParts, ...dateBetween, ...dateBusiness, ...dateConversion],
    ...[...encodingBuiltins, ...fileBuiltins, ...xmlBuiltins],
  ];
  const functions = [...encodingFunctions, ...encryptionFunctions, ...fileFunctions, ...webFunctions, ...openUrl];

  test.each(methods.map((entry) => [`${entry.name} of ${entry.on.join(", ")}`, entry] as const))(
    "%s",
    async (_, entry) => {
      const given = fc.array(value, { minLength: entry.parameters.length, maxLength: entry.parameters.length });
      const self = value.filter((one) => entry.on.some((kind) => kind === "any" || kind === kindOf(one)));
      await fc.assert(
        fc.asyncProperty(self, given, (one, values) => survives(() => entry.call(smallRun(), one, ...values))),
        { numRuns: 300 },
      );
    },
  );

  test.each(functions.map((entry) => [entry.path, entry] as const))("%s", async (_, entry) => {
    const given = fc.array(value, { minLength: entry.parameters.length, maxLength: entry.parameters.length });
    await fc.assert(
      fc.asyncProperty(given, (values) => survives(() => entry.call(smallRun(), ...values))),
      { numRuns: 150 },
    );
  });

  test.each([invokeurl, sendmail])("$path", async (task) => {
    const usual = new Map<string, Value>([
      ...([
        ["url", "https://x.org/a"],
        ["from", "a@x.org"],
        ["to", "b@x.org"],
        ["message", "hi"],
      ] as const),
    ]);
    const given = fc.array(fc.tuple(fc.constantFrom(...task.attributes.map(({ key }) => key)), value), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(given, (attributes) => {
        const all = new Map([...usual, ...attributes]);
        return survives(() => task.call(smallRun(), new Map([...all].map(([key, one]) => [key, [one]]))));
      }),
      { numRuns: 1_500 },
    );
  });
});
