import { z } from "zod";
import { mailAddress } from "./mailbox";
import { type Notice, noticeTopics } from "./notice";

/** The group of settings that says where notices go besides the console. */
export const noticeSettingsKey = "notices";
/** The group in which the console notes where people open it, for links in mails. */
export const consoleSettingsKey = "console";

/** Where notices go besides the console, and which of them. */
export const noticeSettings = z.object({
  mailTo: z.array(mailAddress).max(20).default([]),
  /** Gets a POST for each notice; blank: none. */
  url: z
    .string()
    .trim()
    .max(2000)
    .refine((text) => text === "" || /^https?:\/\/./i.test(text), "The address begins with http:// or https://")
    .default(""),
  /** The shared connection that proves who calls. */
  connectionId: z.string().max(100).nullable().default(null),
  kinds: z.array(z.enum(noticeTopics)).default([...noticeTopics]),
});
export type NoticeSettings = z.output<typeof noticeSettings>;

/** The stored group. What can't be read counts as never set, so that no outage goes unrecorded for it. */
export function readNoticeSettings(stored: unknown): NoticeSettings {
  const parsed = noticeSettings.safeParse(stored ?? {});
  return parsed.success ? parsed.data : noticeSettings.parse({});
}

/** Where the console is opened, such as https://desk.example.com; undefined before its first start. */
export function readConsoleUrl(stored: unknown): string | undefined {
  const parsed = z.object({ url: z.string() }).safeParse(stored);
  return parsed.success ? parsed.data.url : undefined;
}

/** Whether mail and call are wanted for a notice; a test always is. */
export const isWanted = ({ kinds }: NoticeSettings, kind: Notice["kind"]): boolean =>
  kind === "test" || kinds.includes(kind);
