import { z } from "zod";
import { plainText } from "@/lib/core/text";

export type PersonEmail = { id: number; email: string; isValidated: boolean };

/** Someone the desk knows: an agent who works tickets or a requester who asked for help (spec §2.6). */
export type Person = {
  id: number;
  name: string;
  firstName: string;
  lastName: string;
  titlePrefix: string;
  /** The primary address comes first; empty for a person without one. */
  emails: PersonEmail[];
  phone: string;
  timezone: string;
  isAgent: boolean;
  isDisabled: boolean;
  organizationId: number | null;
  organizationPosition: string;
  isOrganizationManager: boolean;
  teamIds: number[];
  usergroupIds: number[];
  languageId: number | null;
  summary: string;
  createdAt: Date;
  updatedAt: Date;
  lastLoginAt: Date | null;
};

const emailAddress = z
  .email("Enter an e-mail address such as annie@example.com")
  .max(254)
  .transform((text) => text.toLowerCase());

export const personInput = z.object({
  firstName: plainText.trim().max(100).default(""),
  lastName: plainText.trim().min(1, "Enter at least a last name").max(100),
  titlePrefix: plainText.trim().max(30).default(""),
  emails: z.array(emailAddress).max(10, "At most 10 addresses").default([]),
  phone: plainText.trim().max(50).default(""),
  timezone: z
    .string()
    .default("UTC")
    .refine((zone) => isTimeZone(zone), "Enter a time zone such as Europe/London"),
  isAgent: z.boolean().default(false),
  isDisabled: z.boolean().default(false),
  organizationId: z.number().int().nullable().default(null),
  organizationPosition: plainText.trim().max(100).default(""),
  isOrganizationManager: z.boolean().default(false),
  teamIds: z.array(z.number().int()).default([]),
  usergroupIds: z.array(z.number().int()).default([]),
  languageId: z.number().int().nullable().default(null),
  summary: plainText.max(2000).default(""),
});
export type PersonInput = z.output<typeof personInput>;

export const primaryEmail = (person: Pick<Person, "emails">): string => person.emails[0]?.email ?? "";

export const fullName = (person: { firstName: string; lastName: string }): string =>
  `${person.firstName} ${person.lastName}`.trim();

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
