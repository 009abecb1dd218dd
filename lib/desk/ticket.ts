import { z } from "zod";
import { plainText } from "@/lib/core/text";
import type { CustomForm, FormValues } from "./custom-forms";
import type { ListItem, Status, TicketType } from "./desk-lists";
import type { Person } from "./person";

const id = z.number().int().positive();
const choice = id.nullable().default(null);

/** What a person or the API may set on a ticket; dates, counters and version are the desk's own. */
export const ticketFields = z.object({
  title: plainText.trim().min(1, "Enter a title").max(500),
  description: plainText.max(1_000_000).default(""),
  solution: plainText.max(1_000_000).default(""),
  statusId: id,
  priorityId: choice,
  categoryId: choice,
  impactId: choice,
  departmentId: choice,
  productId: choice,
  languageId: choice,
  locationId: choice,
  workflowId: choice,
  /** The agent who works it (Vivantio owner, Deskpro agent). */
  ownerId: choice,
  takenById: choice,
  teamId: choice,
  /** Who asked for help (Vivantio caller, Deskpro person). */
  requesterId: choice,
  organizationId: choice,
  participantIds: z.array(id).max(100).default([]),
  labels: z.array(plainText.trim().min(1).max(100)).max(100).default([]),
  ccAddresses: z.array(z.email()).max(100).default([]),
  /** 1 (low) to 10 (high), as in Deskpro. */
  urgency: z.number().int().min(1).max(10).default(1),
  isDeferred: z.boolean().default(false),
  thirdPartyId: plainText.max(200).default(""),
  thirdPartyRef: plainText.max(200).default(""),
  totalEffortMinutes: z.number().int().min(0).default(0),
});
export type TicketFields = z.output<typeof ticketFields>;

export const newTicketInput = ticketFields.partial({ statusId: true }).extend({ typeId: id });
export type NewTicketInput = z.output<typeof newTicketInput>;

/** Moments the desk itself keeps (spec §2.6 date families, §4.4.6). */
export type TicketDates = {
  createdAt: Date;
  updatedAt: Date;
  statusChangedAt: Date;
  resolvedAt: Date | null;
  closedAt: Date | null;
  firstAgentAssignedAt: Date | null;
  firstAgentReplyAt: Date | null;
  lastAgentReplyAt: Date | null;
  lastUserReplyAt: Date | null;
  agentWaitingSince: Date | null;
  userWaitingSince: Date | null;
  lockedAt: Date | null;
  feedbackRatedAt: Date | null;
  thirdPartyLoggedAt: Date | null;
};

export type Ticket = TicketFields &
  TicketDates & {
    id: number;
    displayId: string;
    typeId: number;
    /** `web`, `email`, `api` …: how it came in. */
    creationSystem: string;
    accessCode: string;
    /** Seconds the requester has waited in total, up to `userWaitingSince`. */
    totalUserWaitingSeconds: number;
    lastModifiedById: number | null;
    forms: FormValues;
    /** Grows with every change; writers name the one they saw (optimistic concurrency). */
    version: number;
  };

/** A ticket with everything its ids point at: what templates, conditions and payloads read. */
export type TicketGraph = {
  ticket: Ticket;
  type: TicketType;
  status: Status;
  items: ReadonlyMap<number, ListItem>;
  people: ReadonlyMap<number, Person>;
  /** The custom forms of this ticket's type. */
  forms: readonly CustomForm[];
  /** Id of the newest history entry; absent without one. */
  lastActionId?: number;
};

export type TicketSummary = Pick<
  Ticket,
  | "id"
  | "displayId"
  | "title"
  | "statusId"
  | "priorityId"
  | "typeId"
  | "ownerId"
  | "teamId"
  | "requesterId"
  | "createdAt"
  | "updatedAt"
> & {
  statusName: string;
  typeName: string;
  ownerName: string | null;
  requesterName: string | null;
  priorityName: string | null;
};
