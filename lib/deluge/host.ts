import type { FileValue, Value } from "./values/value";

/** An HTTP call as a script asked for it; the host adds the connection's credentials and guards the address (§7). */
export type UrlCall = {
  method: string;
  url: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string | Uint8Array | null;
  /** Link name of a stored credential. */
  connection: string | null;
  timeoutMs: number;
  maxReplyBytes: number;
};

export type UrlReply = {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
};

export type ScriptMail = {
  from: string;
  to: readonly string[];
  cc: readonly string[];
  bcc: readonly string[];
  replyTo: string | null;
  subject: string;
  message: string;
  contentType: "html" | "text";
  attachments: readonly FileValue[];
};

/** What a task was given: positional arguments, or attributes of a block by lower-cased key. */
export type TaskInput = { arguments: readonly Value[] } | { attributes: ReadonlyMap<string, readonly Value[]> };

/** Computations that need more than the language's own library; they neither wait nor reach out. */
export type Tools = {
  /** `algorithm`: md5, sha1, sha256, sha512. */
  hash(algorithm: string, bytes: Uint8Array): Uint8Array;
  hmac(algorithm: string, key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** AES in CBC mode; the bytes' key and initialisation vector have the right length. Throws Error when it can't be undone. */
  encrypt(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array;
  decrypt(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** Random for secrets. */
  randomBytes(length: number): Uint8Array;
  /** PBKDF2 with SHA-1. */
  deriveKey(password: Uint8Array, salt: Uint8Array, iterations: number, length: number): Uint8Array;
  zip(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array;
  /** Throws Error for anything but a ZIP archive, and when it unpacks to more than `maxBytes`. */
  unzip(archive: Uint8Array, maxBytes: number): { name: string; bytes: Uint8Array }[];
  /**
   * Each matched node as text: elements as markup, text nodes as their value, an attribute as an element of its
   * name, a computed value as itself. Throws Error with the cause.
   */
  xpath(xml: string, path: string): string[];
};

/** All a script can reach. Whatever waits is asynchronous and holds no thread. Errors thrown reach `catch` with their message. */
export type Host = {
  /** IANA name of the portal's zone. */
  timeZone: string;
  /** Epoch milliseconds. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  tools: Tools;
  /** Value of a system variable such as "zoho.loginuserid" (§9.12), lower-cased path; undefined when this host has none. */
  variable(path: string): Value | undefined;
  /** Throws an Error named "TimeoutError" when no answer came in time. */
  fetch(call: UrlCall): Promise<UrlReply>;
  sendMail(mail: ScriptMail): Promise<void>;
  /** Whether `zoho.sdp.create` and the like exist here; path as written. */
  hasTask(path: string): boolean;
  runTask(path: string, input: TaskInput): Promise<Value>;
  /** Another stored function by its path, say "standalone.fullName"; undefined when there is none. */
  callFunction?(path: string, values: readonly Value[]): Promise<Value> | undefined;
};
