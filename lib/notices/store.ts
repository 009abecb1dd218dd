import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Mail, NewMail, NewNotice, Notice } from "./notice";

/** More unseen notices than this are not counted one by one. */
export const mostUnseen = 100;

/** What came of a call or of a mail; a `nextAt` means it is tried again then. */
export type PostOutcome = { status: "sent" | "failed" } | { status: "pending"; nextAt: Date };
export type MailOutcome = { status: "sent"; at: Date } | { status: "failed" } | { status: "waiting"; nextAt: Date };

/** Each method is one atomic unit. */
export interface NoticeStore {
  /** Newest first; `q` searches subject and text. */
  list(query: ListQuery & { kind?: Notice["kind"] }): Promise<Page<Notice>>;
  get(id: string): Promise<Notice | undefined>;
  /** Tells at a person's wish: audit row, and mail and call as the settings want it. */
  write(actor: Actor, notice: NewNotice): Promise<{ id: string; mailId: string | null }>;
  /** Tells of what `key` names unless it was told of before, by whichever process. True when it was new. */
  writeOnce(key: string, notice: NewNotice): Promise<boolean>;
  /** Certificates that a webhook's partners showed in its latest deliveries, the newest of each host first. */
  certificatesSeen(webhookId: string, since: Date): Promise<{ host: string; expiresAt: Date }[]>;
  /** Up to when this person has seen notices; null for who has no account. */
  seenAt(personId: number): Promise<Date | null>;
  /** How many are newer than what this person has seen, at most `mostUnseen`. */
  unseenCount(personId: number): Promise<number>;
  /** Notices up to `at` count as seen; never goes back. */
  markSeen(personId: number, at: Date): Promise<void>;
  /** Leases calls that are due, longest due first, and counts the attempt. No two callers get the same one. */
  claimPosts(claim: { now: Date; leaseMs: number; limit: number }): Promise<Notice[]>;
  /** `attempt` is the number the claim counted; false when another caller took over since. */
  settlePost(id: string, attempt: number, outcome: PostOutcome, error: string | null): Promise<boolean>;
  /** When the next call is due; null when there is none to make. */
  nextPostAt(): Promise<Date | null>;
}

/** A mail as lists show it. */
export type MailSummary = Omit<Mail, "text" | "html">;
/** `lease` proves the claim when settling. */
export type ClaimedMail = Mail & { lease: string };

/** Each method is one atomic unit, audit row included where a person acts. */
export interface MailStore {
  /** AppError("invalid", …, fields) for bad addresses, or a line break where it would add headers. */
  enqueue(mail: NewMail): Promise<Mail>;
  /** Newest first; `q` searches subject, addresses and text. */
  list(query: ListQuery & { status?: Mail["status"] }): Promise<Page<MailSummary>>;
  get(id: string): Promise<Mail | undefined>;
  counts(): Promise<Record<Mail["status"], number>>;
  /** Leases what is due, a lease that ran out included, and counts the attempt. No two callers get the same one. */
  claim(claim: { now: Date; leaseMs: number; limit: number }): Promise<ClaimedMail[]>;
  /** False when the lease ran out and another caller took over. */
  settle(id: string, lease: string, outcome: MailOutcome, error: string | null): Promise<boolean>;
  /** When the next mail is due; null when none waits. */
  nextDueAt(): Promise<Date | null>;
  /** AppError("conflict") unless it waits. */
  cancel(actor: Actor, id: string, at: Date): Promise<Mail>;
  /** From the first attempt again, now. AppError("conflict") while it is being sent. */
  sendAgain(actor: Actor, id: string, at: Date): Promise<Mail>;
}
