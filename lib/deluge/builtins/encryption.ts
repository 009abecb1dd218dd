import { base64Of, bitsOf, decodeText, fromBase64, hexOf, utf8Bytes } from "../values/bytes";
import { asInteger, asText } from "../values/convert";
import { fail } from "../values/errors";
import { made } from "../values/size";
import type { Value } from "../values/value";
import type { FreeFunction, Run } from "./builtin";
import { bytesOf } from "./encoding";
import { optional, parameter } from "./entry";

const section = "§9.11";
const isGiven = (value: Value | undefined): value is Value => value !== undefined && value !== null;

const forms: Record<string, (bytes: Uint8Array) => string> = { hex: hexOf, base64: base64Of, binary: bitsOf };

function shown(run: Run, bytes: Uint8Array, form: Value | undefined, usual: string): string {
  const name = isGiven(form) ? asText(form, run).toLowerCase() : usual;
  const show = Object.hasOwn(forms, name) ? forms[name] : undefined;
  return show ? show(bytes) : fail(`The output type must be ${Object.keys(forms).join(", ")}`);
}

const outputType = (usual: string) =>
  optional("outputType", "text", `hex, base64 or binary (digits 0 and 1); ${usual} when left out.`);

const hashes = [
  { name: "md5", example: "900150983cd24fb0d6963f7d28e17f72" },
  { name: "sha1", example: "a9993e364706816aba3e25717850c26c9cd0d89d" },
  { name: "sha256", example: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  { name: "sha512" },
].map(
  ({ name, example }): FreeFunction => ({
    ...{
      path: `zoho.encryption.${name}`,
      returns: "text",
      section,
      parameters: [parameter("data", "any"), outputType("hex")],
    },
    doc: `${name.toUpperCase()} of a text or a file.`,
    ...(example === undefined ? {} : { example: `zoho.encryption.${name}("abc") -> ${example}` }),
    call(run, data, form) {
      const bytes = bytesOf(run, data ?? null);
      run.spend(bytes.length);
      return shown(run, run.host.tools.hash(name, bytes), form, "hex");
    },
  }),
);

const hmacs = ["sha1", "sha256", "sha512"].map(
  (name): FreeFunction => ({
    ...{ path: `zoho.encryption.hmac${name}`, returns: "text", section },
    parameters: [parameter("key", "text"), parameter("data", "any"), outputType("base64")],
    doc: `HMAC with ${name.toUpperCase()} of a text or a file.`,
    example: `zoho.encryption.hmac${name}("key", "data", "hex").length() -> ${{ sha1: 40, sha256: 64 }[name] ?? 128}`,
    call(run, key, data, form) {
      const bytes = bytesOf(run, data ?? null);
      run.spend(bytes.length);
      return shown(run, run.host.tools.hmac(name, bytesOf(run, key ?? null), bytes), form, "base64");
    },
  }),
);

const mostIterations = 10_000;

/**
 * The key's bytes, filled up with zeros: that is what the documented results of aesEncode come from. The documents say of
 * 128 bits only that iterations make "the final encryption key": ours is PBKDF2 with SHA-1, the initialisation vector
 * being the salt, and without iterations the key as for 256 bits. Longer keys are refused.
 */
function keyOf(
  run: Run,
  key: Value | undefined,
  iv: Uint8Array,
  iterations: Value | undefined,
  length: number,
): Uint8Array {
  const given = utf8Bytes(asText(key ?? null, run));
  const count = isGiven(iterations) ? asInteger(iterations, run) : 0;
  if (!(count <= mostIterations)) fail(`The number of iterations must be at most ${mostIterations}`);
  if (count > 0) {
    run.spend(count);
    return run.host.tools.deriveKey(given, iv, count, length);
  }
  if (given.length > length) fail(`The key may have at most ${length} characters`);
  const bytes = new Uint8Array(length);
  bytes.set(given);
  return bytes;
}

function vectorOf(run: Run, iv: Value | undefined): Uint8Array | null {
  if (!isGiven(iv) || iv === "") return null;
  const bytes = utf8Bytes(asText(iv, run));
  return bytes.length === 16 ? bytes : fail("The initialization vector must have 16 characters");
}

const undone = () => fail("The text can't be decrypted: another key, or not what was encrypted");

function encode(run: Run, length: number, [key, text, iv, iterations]: (Value | undefined)[]): string {
  const plain = utf8Bytes(asText(text ?? null, run));
  run.spend(plain.length);
  const given = vectorOf(run, iv);
  const vector = given ?? run.host.tools.randomBytes(16);
  const sealed = run.host.tools.encrypt(keyOf(run, key, vector, iterations, length), vector, plain);
  return made(base64Of(given ? sealed : joined(vector, sealed)), run);
}

function decode(run: Run, length: number, [key, text, iv, iterations]: (Value | undefined)[]): string {
  const source = asText(text ?? null, run);
  run.spend(source.length);
  const bytes = fromBase64(source);
  const given = vectorOf(run, iv);
  if (!given && bytes.length < 32) return undone();
  const vector = given ?? bytes.subarray(0, 16);
  const secret = keyOf(run, key, vector, iterations, length);
  let plain: Uint8Array;
  try {
    plain = run.host.tools.decrypt(secret, vector, given ? bytes : bytes.subarray(16));
  } catch {
    return undone();
  }
  return made(decodeText(plain, "utf-8"), run);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

const vector = optional(
  "iv",
  "text",
  "Initialization vector of 16 characters; a random one leads the result when left out.",
);
const iterations = optional(
  "iterations",
  "number",
  "Rounds of PBKDF2 with SHA-1 that make the key; none when left out.",
);

const ciphers = [
  { suffix: "", length: 32, more: [] },
  { suffix: "128", length: 16, more: [iterations] },
].flatMap(({ suffix, length, more }): FreeFunction[] => [
  {
    ...{ path: `zoho.encryption.aesEncode${suffix}`, returns: "text", section },
    parameters: [parameter("key", "text", `At most ${length} characters.`), parameter("text", "text"), vector, ...more],
    doc: `The text encrypted by AES with ${length * 8} bits (CBC, PKCS #7 padding), as Base64.`,
    example: `zoho.encryption.aesEncode${suffix}("passkey", "secret", "0000000000000000").length() -> 24`,
    call: (run, ...given) => encode(run, length, given),
  },
  {
    ...{ path: `zoho.encryption.aesDecode${suffix}`, returns: "text", section },
    parameters: [parameter("key", "text"), parameter("text", "text", "As aesEncode gave it."), vector, ...more],
    doc: `Undoes aesEncode${suffix}.`,
    example: `zoho.encryption.aesDecode${suffix}("k", zoho.encryption.aesEncode${suffix}("k", "secret")) -> secret`,
    call: (run, ...given) => decode(run, length, given),
  },
]);

/** Hashes, HMACs and AES under `zoho.encryption` (spec/deluge.md §9.11). */
export const encryptionFunctions: readonly FreeFunction[] = [...hashes, ...hmacs, ...ciphers];
