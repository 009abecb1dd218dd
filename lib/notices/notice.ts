/** What mail and call can be limited to; the console lists everything. */
export const noticeTopics = ["outage", "recovery", "certificate", "job"] as const;
export type NoticeTopic = (typeof noticeTopics)[number];
export const noticeKinds = [...noticeTopics, "test"] as const;

/** What administrators are told of: in the console, by mail and by a call to an address of theirs. */
export type Notice = {
  id: string;
  at: Date;
  /** `test`: a person asked for it, to see where notices arrive. */
  kind: NoticeTopic | "test";
  subject: string;
  /** Sentences, without secrets. */
  text: string;
  /** Path of the page that shows more. */
  href: string;
  webhookId: string | null;
  postStatus: "pending" | "sent" | "failed" | null;
  postAttempts: number;
  nextPostAt: Date | null;
  postError: string | null;
};

export type NewNotice = Pick<Notice, "at" | "kind" | "subject" | "text" | "href" | "webhookId">;

export const mailStatuses = ["waiting", "sending", "sent", "failed", "cancelled"] as const;

/** A mail in the outbox; `waiting` until there is a mail server to give it to. */
export type Mail = {
  id: string;
  createdAt: Date;
  status: (typeof mailStatuses)[number];
  /** Null: the sender of the settings. */
  sender: string | null;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string | null;
  subject: string;
  text: string;
  html: string | null;
  /** What wrote it, such as `notice` or a function's name. */
  source: string;
  attempts: number;
  nextAttemptAt: Date | null;
  lastError: string | null;
  sentAt: Date | null;
};

export type NewMail = Pick<Mail, "to" | "subject" | "text" | "source"> &
  Partial<Pick<Mail, "sender" | "cc" | "bcc" | "replyTo" | "html">>;
