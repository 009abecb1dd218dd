import { createTransport } from "nodemailer";
import { redact } from "@/lib/core/secrets";
import type { MailResult, MailTransport } from "@/lib/notices/mail-transport";
import { parseMailbox } from "@/lib/notices/mailbox";
import type { Mail } from "@/lib/notices/notice";
import type { MailConfig } from "./config";

type Options = {
  /** PEM certificates of the authorities to trust, instead of the built-in ones. */
  ca?: string[];
  connectMs?: number;
  /** How long the server may be silent. */
  silentMs?: number;
  /** How long one mail may take in all. */
  totalMs?: number;
};

/** What nodemailer tells of a failure. */
type SmtpError = Error & { code?: string; command?: string; response?: string; responseCode?: number };

/**
 * The mail server of HOOKDESK_SMTP_URL, over a few kept connections. `smtp:` is encrypted by STARTTLS and goes no further
 * without, unless the URL says `?tls=off`; `smtps:` is encrypted from the start.
 */
export function createMailTransport({ smtpUrl, from }: MailConfig, options: Options = {}): MailTransport {
  const url = new URL(smtpUrl);
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  const isSecure = url.protocol === "smtps:";
  const isClear = url.searchParams.get("tls") === "off";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const { connectMs = 10_000, silentMs = 30_000, totalMs = 180_000, ca } = options;
  const transporter = createTransport({
    pool: true,
    maxConnections: 3,
    host,
    port: Number(url.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    requireTLS: !isSecure && !isClear,
    ignoreTLS: isClear,
    ...(user !== "" && { auth: { user, pass } }),
    ...(ca !== undefined && { tls: { ca } }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    dnsTimeout: connectMs,
    socketTimeout: silentMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // What has to be said is said of each mail.
  transporter.on("error", () => {});
  const clean = (text: string) => redact(text, [pass]).replaceAll(/\s+/g, " ").trim();

  const failed = (error: SmtpError): MailResult => {
    const words = error.response ?? error.message;
    // A 5xx reply to anything before the mail itself, such as signing in, is about us: an administrator can mend that.
    const isAboutMail = /^(MAIL FROM|RCPT TO|DATA)/.test(error.command ?? "");
    if (isAboutMail && (error.responseCode ?? 0) >= 500)
      return { kind: "refused", message: clean(`${host} refused it: ${words}`) };
    if (error.code === "EENVELOPE" && error.command === "API") return { kind: "refused", message: clean(words) };
    const what = error.response ? "answered" : "could not be used";
    return { kind: "unavailable", message: clean(`${host} ${what}: ${words}`) };
  };

  async function handOver(mail: Mail): Promise<MailResult> {
    const given = [mail.sender ?? from, ...mail.to, ...mail.cc, ...mail.bcc, ...(mail.replyTo ? [mail.replyTo] : [])];
    const bad = given.find((text) => !parseMailbox(text));
    if (bad !== undefined) return { kind: "refused", message: `${JSON.stringify(bad)} is not a mail address.` };
    const boxes = (texts: readonly string[]) => texts.flatMap((text) => parseMailbox(text) ?? []);
    const [sender] = boxes([mail.sender ?? from]);
    const [replyTo] = boxes(mail.replyTo ? [mail.replyTo] : []);
    const sent = await transporter.sendMail({
      from: sender,
      to: boxes(mail.to),
      cc: boxes(mail.cc),
      bcc: boxes(mail.bcc),
      replyTo,
      subject: mail.subject,
      text: mail.text,
      html: mail.html ?? undefined,
      date: mail.createdAt,
      // The same for every attempt, so that a mail sent twice is recognised.
      messageId: `<${mail.id}@${sender?.address.split("@").at(-1)}>`,
      headers: { "auto-submitted": "auto-generated" },
    });
    const errors: SmtpError[] = sent.rejectedErrors ?? [];
    return { kind: "taken", refused: errors.length > 0 ? clean(errors.map(wordsOf).join(" ")) : null };
  }

  return {
    async send(mail) {
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<MailResult>((resolve) => {
        const message = `${host} took longer than ${totalMs / 1000} s.`;
        timer = setTimeout(() => resolve({ kind: "unavailable", message }), totalMs);
      });
      const sending = handOver(mail).catch((error: SmtpError) => failed(error));
      const result = await Promise.race([sending, tooLong]);
      clearTimeout(timer);
      return result;
    },
    close: () => transporter.close(),
  };
}

const wordsOf = (error: SmtpError & { recipient?: string }) =>
  `${error.recipient ?? "An address"} was refused: ${error.response ?? error.message}`;
