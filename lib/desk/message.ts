import { z } from "zod";
import { plainText } from "@/lib/core/text";

/** One entry of a ticket's conversation. Private ones are notes among agents. */
export const messageInput = z.object({
  body: plainText.trim().min(1, "Write something first").max(1_000_000),
  visibility: z.enum(["public", "private"]).default("public"),
  /** Who speaks: an agent, or the requester (through e-mail, a portal or the API). */
  from: z.enum(["agent", "user"]).default("agent"),
});
export type MessageInput = z.output<typeof messageInput>;
export type NewMessage = MessageInput & { authorName: string; personId: number | null };
export type Message = NewMessage & { id: number; ticketId: number; createdAt: Date };
