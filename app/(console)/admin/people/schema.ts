import { accountInput } from "@/lib/access/role";
import type { ListItem, ListKind } from "@/lib/desk/desk-lists";
import type { Person, PersonInput } from "@/lib/desk/person";

export const accountForm = accountInput;

export type PersonChoices = Record<Extract<ListKind, "team" | "organization" | "usergroup" | "language">, ListItem[]>;

export const personToInput = (person?: Person): PersonInput => ({
  firstName: person?.firstName ?? "",
  lastName: person?.lastName ?? "",
  titlePrefix: person?.titlePrefix ?? "",
  emails: person?.emails.map(({ email }) => email) ?? [],
  phone: person?.phone ?? "",
  timezone: person?.timezone ?? "UTC",
  isAgent: person?.isAgent ?? false,
  isDisabled: person?.isDisabled ?? false,
  organizationId: person?.organizationId ?? null,
  organizationPosition: person?.organizationPosition ?? "",
  isOrganizationManager: person?.isOrganizationManager ?? false,
  teamIds: person?.teamIds ?? [],
  usergroupIds: person?.usergroupIds ?? [],
  languageId: person?.languageId ?? null,
  summary: person?.summary ?? "",
});
