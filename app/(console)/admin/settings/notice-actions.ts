"use server";
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { outgoingPolicy } from "@/app/_server/outgoing";
import { AppError } from "@/lib/core/errors";
import { isTransportError } from "@/lib/core/transport";
import { maySendTo } from "@/lib/delivery/connection";
import { checkUrl } from "@/lib/http/guard";
import { noticeSettings, noticeSettingsKey } from "@/lib/notices/settings";

// Who may set up where webhooks go, and with which credentials, may set up where notices go.
const permission = "webhooks.write";

const refused = (field: string, message: string) => new AppError("invalid", message, { [field]: [message] });

export const saveNoticeSettings = action(
  { input: noticeSettings, permission },
  async (input, { actor, stores, runtime }) => {
    const { url, connectionId } = input;
    if (url !== "") {
      try {
        checkUrl(url, outgoingPolicy(runtime.config));
      } catch (error) {
        if (!isTransportError(error)) throw error;
        throw refused("url", error.message);
      }
    }
    if (connectionId !== null) {
      const connection = await stores.connections.get(connectionId);
      if (!connection) throw refused("connectionId", "This connection is gone. Choose another one.");
      if (url !== "" && !maySendTo(connection.hosts, url))
        throw refused("connectionId", `“${connection.name}” may not be used for this host. Add the host to it first.`);
    }
    await stores.settings.write(actor, noticeSettingsKey, input);
    revalidatePath("/admin/settings");
  },
);

/** Writes a notice that says it is a test; it goes wherever the stored settings send notices. */
export const sendTestNotice = action(
  { input: z.object({}).strict(), permission },
  async (_, { actor, stores, runtime }) => {
    const { id, mailId } = await stores.notices.write(actor, {
      at: runtime.clock.now(),
      kind: "test",
      subject: "Test notice",
      text: `${actor.name} asked for this notice in the settings, to see where notices arrive. Nothing is wrong.`,
      href: "/admin/integration/notices",
      webhookId: null,
    });
    revalidatePath("/admin/settings");
    return { noticeId: id, mailId };
  },
);

/** How far mail and call of a notice have come; null where none was wanted. */
export const followTestNotice = action(
  { input: z.object({ noticeId: z.string().max(100), mailId: z.string().max(100).nullable() }), permission },
  async ({ noticeId, mailId }, { stores, runtime }) => {
    const [notice, mail] = await Promise.all([
      stores.notices.get(noticeId),
      mailId === null ? undefined : stores.mails.get(mailId),
    ]);
    if (!notice) throw new AppError("not_found", "This notice no longer exists.");
    const { postStatus, postAttempts, postError } = notice;
    return {
      hasServer: runtime.config.mail !== undefined,
      mail: mail ? { status: mail.status, attempts: mail.attempts, lastError: mail.lastError } : null,
      call: postStatus ? { status: postStatus, attempts: postAttempts, error: postError } : null,
    };
  },
);
