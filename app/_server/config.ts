import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { parseAuthorities } from "@/lib/http/authorities";
import { type OutgoingProxy, parseExceptions, parseProxy } from "@/lib/http/proxy";
import { parseMailbox } from "@/lib/notices/mailbox";

const text = z
  .string()
  .optional()
  .transform((value) => (value?.trim() ? value.trim() : undefined));

const portRule = "must be a number from 1 to 65535";
const idRule = "must be a whole number, 0 or above";

function isMailServer(text: string): boolean {
  if (!/^(smtps:\/\/[^/?#]+\/?|smtp:\/\/[^/?#]+\/?(\?tls=off)?)$/.test(text) || !URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  try {
    return hostname !== "" && [username, password].map(decodeURIComponent).length === 2;
  } catch {
    return false;
  }
}

const environment = z.object({
  PORT: z.coerce.number(portRule).int(portRule).min(1, portRule).max(65_535, portRule).default(3000),
  HOST: text.transform((value) => value ?? "127.0.0.1"),
  DATA_DIR: text.transform((value) => resolve(value ?? "./data")),
  DATABASE_URL: text.refine(
    (url) => !url || /^(sqlite|postgres|postgresql):./.test(url),
    "must be sqlite:FILE or postgres://…",
  ),
  PUBLIC_URL: text.refine(
    (url) => !url || (URL.canParse(url) && /^https?:\/\/[^/]+\/*$/i.test(url)),
    "must be an http or https URL without a path",
  ),
  HOOKDESK_SECRET: text.refine((value) => !value || value.length >= 16, "must have at least 16 characters"),
  HOOKDESK_ADMIN_EMAIL: text.refine(
    (value) => !value || z.email().safeParse(value).success,
    "must be an e-mail address",
  ),
  HOOKDESK_ADMIN_PASSWORD: text.refine((value) => !value || value.length >= 12, "must have at least 12 characters"),
  HOOKDESK_API_KEY: text.refine((value) => !value || value.length >= 20, "must have at least 20 characters"),
  HOOKDESK_DEMO: z
    .enum(["0", "1", ""], "must be 1 or 0")
    .default("0")
    .transform((value) => value === "1"),
  HOOKDESK_ALLOW_NET: text.transform((value) => value ?? ""),
  HOOKDESK_PROXY: text,
  HOOKDESK_NO_PROXY: text,
  HOOKDESK_PROXY_DNS: z.enum(["local", "proxy", ""], "must be local or proxy").default("local"),
  HOOKDESK_CA_FILE: text,
  HOOKDESK_SMTP_URL: text.refine(
    (url) => !url || isMailServer(url),
    "must look like smtps://user:password@mail.example.com or smtp://mail.example.com:587 (with ?tls=off for a server without encryption; other signs than letters and digits in user and password as %XX)",
  ),
  HOOKDESK_MAIL_FROM: text.refine(
    (value) => !value || parseMailbox(value) !== undefined,
    "must be an e-mail address such as Help desk <desk@example.com>",
  ),
  HOOKDESK_PORTAL_ID: z.coerce.number(idRule).int(idRule).min(0, idRule).default(1),
  HOOKDESK_ORG_ID: z.coerce.number(idRule).int(idRule).min(0, idRule).default(1),
  HOOKDESK_TZ: text
    .transform((value) => value ?? "UTC")
    .refine((zone) => {
      try {
        return Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
      } catch {
        return false;
      }
    }, "must be a time zone such as Europe/London"),
});

/** Where mails go, and from whom unless a mail says otherwise. */
export type MailConfig = { smtpUrl: string; from: string };

export type Config = {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string;
  /** An origin: lower-case, without a trailing slash. */
  publicUrl: string;
  /** The first seals stored credentials, all of them open (rotation: put the new one first, separated by blanks or lines). */
  secrets: [string, ...string[]];
  admin?: { email: string; password: string };
  apiKey?: string;
  isDemo: boolean;
  allowNet: string;
  /** Absent: partners are called directly. */
  proxy?: OutgoingProxy;
  /** PEM certificates of authorities to trust beside the built-in ones. */
  authorities?: string;
  /** Absent: mails wait in the outbox. */
  mail?: MailConfig;
  portalId: number;
  orgId: number;
  timeZone: string;
};

/** Exit code that tells the supervisor: a setting is wrong, starting again can't help (sysexits EX_CONFIG). */
export const wrongSetting = 78;

/** Thrown by readConfig; its message is a sentence for the person who starts Hookdesk. */
export class ConfigError extends Error {}

/** Reads and validates the environment once; throws a sentence that names the variable (contracts: Environment). */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(
      `${issue?.path.join(".")} ${issue?.message ?? "is not valid"} (it is set in the environment or in .env).`,
    );
  }
  const values = parsed.data;
  if (Boolean(values.HOOKDESK_ADMIN_EMAIL) !== Boolean(values.HOOKDESK_ADMIN_PASSWORD))
    throw new ConfigError("HOOKDESK_ADMIN_EMAIL and HOOKDESK_ADMIN_PASSWORD go together: set both or neither.");
  if (Boolean(values.HOOKDESK_SMTP_URL) !== Boolean(values.HOOKDESK_MAIL_FROM))
    throw new ConfigError("HOOKDESK_SMTP_URL and HOOKDESK_MAIL_FROM go together: set both or neither.");
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL ?? `sqlite:${join(values.DATA_DIR, "hookdesk.db")}`,
    publicUrl: new URL(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).origin,
    secrets: splitSecrets(values.HOOKDESK_SECRET ?? storedSecret(values.DATA_DIR)),
    admin:
      values.HOOKDESK_ADMIN_EMAIL && values.HOOKDESK_ADMIN_PASSWORD
        ? { email: values.HOOKDESK_ADMIN_EMAIL.toLowerCase(), password: values.HOOKDESK_ADMIN_PASSWORD }
        : undefined,
    apiKey: values.HOOKDESK_API_KEY,
    isDemo: values.HOOKDESK_DEMO,
    allowNet: values.HOOKDESK_ALLOW_NET,
    proxy: proxyOf(values),
    authorities: values.HOOKDESK_CA_FILE === undefined ? undefined : readAuthorities(values.HOOKDESK_CA_FILE),
    mail:
      values.HOOKDESK_SMTP_URL && values.HOOKDESK_MAIL_FROM
        ? { smtpUrl: values.HOOKDESK_SMTP_URL, from: values.HOOKDESK_MAIL_FROM }
        : undefined,
    portalId: values.HOOKDESK_PORTAL_ID,
    orgId: values.HOOKDESK_ORG_ID,
    timeZone: values.HOOKDESK_TZ,
  };
}

/** Throws ConfigError with the sentence of a parser. */
function inSettings<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ConfigError(`${error.message} (it is set in the environment or in .env).`);
  }
}

function proxyOf(values: z.output<typeof environment>): OutgoingProxy | undefined {
  const { HOOKDESK_PROXY: url, HOOKDESK_NO_PROXY: exceptions, HOOKDESK_PROXY_DNS: dns } = values;
  const except = inSettings(() => parseExceptions(exceptions ?? ""));
  return url === undefined ? undefined : inSettings(() => parseProxy(url, except, dns === "proxy"));
}

/** The text of HOOKDESK_CA_FILE, known to hold readable certificates. */
function readAuthorities(file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    throw new ConfigError(`HOOKDESK_CA_FILE must name a PEM file that can be read: ${file} can't be (${code}).`);
  }
  try {
    parseAuthorities(pem);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new ConfigError(`HOOKDESK_CA_FILE must name a file of certificates: ${file} ${error.message}.`);
  }
  return pem;
}

function splitSecrets(stored: string): [string, ...string[]] {
  const [first, ...others] = stored.split(/\s+/).filter((part) => part !== "");
  if (!first) throw new ConfigError("HOOKDESK_SECRET is empty; remove the empty secret file or set the variable.");
  return [first, ...others];
}

/** DATA_DIR/secret, made on first start. Console and worker may both be first: the link is what only one of them gets. */
function storedSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "secret");
  const draft = `${file}.${process.pid}`;
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, "utf8");
}
