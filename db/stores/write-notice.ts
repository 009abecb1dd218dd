import { inArray } from "drizzle-orm";
import { newId } from "@/lib/core/id";
import type { NewNotice } from "@/lib/notices/notice";
import { mailOf } from "@/lib/notices/notice-mail";
import {
  consoleSettingsKey,
  isWanted,
  noticeSettingsKey,
  readConsoleUrl,
  readNoticeSettings,
} from "@/lib/notices/settings";
import type { Database, Queries } from "../database";
import { writeMail } from "./write-mail";

// Postgres can't store it, and a partner's words may have it.
const storable = (text: string) => text.replaceAll("\0", "\ufffd").toWellFormed();

/**
 * Tells administrators of something, inside the caller's transaction: in the console, and by mail and call as the settings want
 * it. Nothing happens when there is a notice of this id.
 */
export async function writeNotice(
  { tables }: Pick<Database, "tables">,
  tx: Queries,
  given: NewNotice,
  id = newId("ntc"),
): Promise<{ id: string; mailId: string | null; isNew: boolean }> {
  const notice = { ...given, subject: storable(given.subject), text: storable(given.text) };
  const { settings, notices } = tables;
  const rows = await tx
    .select({ key: settings.key, value: settings.value })
    .from(settings)
    .where(inArray(settings.key, [noticeSettingsKey, consoleSettingsKey]));
  const stored = (key: string) => rows.find((row) => row.key === key)?.value;
  const wanted = readNoticeSettings(stored(noticeSettingsKey));
  const isCalled = wanted.url !== "" && isWanted(wanted, notice.kind);
  const [written] = await tx
    .insert(notices)
    .values({ ...notice, id, postStatus: isCalled ? "pending" : null, nextPostAt: isCalled ? notice.at : null })
    .onConflictDoNothing()
    .returning({ id: notices.id });
  if (!written) return { id, mailId: null, isNew: false };
  const mail = mailOf(notice, wanted, readConsoleUrl(stored(consoleSettingsKey)));
  return { id, mailId: mail ? (await writeMail({ tables }, tx, mail)).id : null, isNew: true };
}
