import type { HonoRequest } from "hono";
import { AppError } from "@/lib/core/errors";

const limit = 6 * 1024 * 1024;
const maxDepth = 40;
const largest = 2 ** 31 - 1;

/** Thrown for a body over the limit: the one refusal that is a 413. */
export const tooLarge = new AppError("limit", "The request body is larger than 6 MB.");

const invalid = (message: string, path?: string) =>
  new AppError("invalid", message, path === undefined ? undefined : { [path]: [message] });

/** The JSON body of a request, checked for what no field may contain; no body at all reads as `{}`. AppError says what is wrong. */
export async function readJson(request: HonoRequest): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.byteLength === 0) return {};
  const type = request.header("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(type))
    throw invalid("Send JSON, with the header Content-Type: application/json.");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(`The body is not valid JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("Send a JSON object, such as {}.");
  refuseHostile(value);
  return value;
}

async function readBytes(request: HonoRequest): Promise<Uint8Array> {
  const declared = request.header("content-length");
  if (declared !== undefined) {
    if (Number(declared) > limit) throw tooLarge;
    return new Uint8Array(await request.arrayBuffer());
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.raw.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > limit) {
      await reader?.cancel();
      throw tooLarge;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

/** No recursion: depth is what is being checked. */
function refuseHostile(root: object) {
  const waiting: { value: object; path: string[] }[] = [{ value: root, path: [] }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.path.length > maxDepth) throw invalid(`The body is nested more than ${maxDepth} levels deep.`);
    for (const [key, value] of Object.entries(next.value)) {
      const path = [...next.path, key];
      const at = path.join(".").slice(0, 200);
      if (key === "__proto__") throw invalid("No field can be called __proto__.", at);
      if (!isStorable(key)) throw invalid("Leave NUL characters and broken Unicode out of names.", at);
      if (typeof value === "string" && !isStorable(value))
        throw invalid("Leave NUL characters and broken Unicode out of text.", at);
      // Ids and counts are 32-bit columns; only custom fields hold any number.
      if (Number.isInteger(value) && Math.abs(value) > largest && path[0] !== "forms")
        throw invalid(`The number is out of range; the largest is ${largest}.`, at);
      if (typeof value === "object" && value !== null) waiting.push({ value, path });
    }
  }
}

/** What both databases keep as it is: no NUL, no half of a surrogate pair. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();
