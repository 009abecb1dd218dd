import type { Permission } from "@/lib/access/permissions";
import type { Role } from "@/lib/access/role";
import type { PersonEmail } from "@/lib/desk/person";
import type { Columns } from "../sqlite/columns";

/** People, and who of them may sign in and do what. */
export const definePeople = (c: Columns) => {
  const people = c.table(
    "people",
    {
      id: c.serial(),
      name: c.text().notNull(),
      firstName: c.text().notNull(),
      lastName: c.text().notNull(),
      titlePrefix: c.text().notNull(),
      phone: c.text().notNull(),
      timezone: c.text().notNull(),
      isAgent: c.bool().notNull(),
      isDisabled: c.bool().notNull(),
      organizationId: c.integer(),
      organizationPosition: c.text().notNull(),
      isOrganizationManager: c.bool().notNull(),
      teamIds: c.json<number[]>().notNull(),
      usergroupIds: c.json<number[]>().notNull(),
      languageId: c.integer(),
      summary: c.text().notNull(),
      emails: c.json<PersonEmail[]>().notNull(),
      createdAt: c.timestamp().notNull(),
      updatedAt: c.timestamp().notNull(),
      lastLoginAt: c.timestamp(),
    },
    (t) => [c.index("people_name").on(t.name)],
  );
  const roles = c.table("roles", {
    id: c.id(),
    name: c.text().notNull().unique(),
    description: c.text().notNull(),
    permissions: c.json<Permission[]>().notNull(),
    builtIn: c.text().$type<NonNullable<Role["builtIn"]>>(),
    createdAt: c.timestamp().notNull(),
  });
  const accounts = c.table("accounts", {
    personId: c
      .integer()
      .primaryKey()
      .references(() => people.id),
    roleId: c
      .text()
      .notNull()
      .references(() => roles.id),
    passwordHash: c.text().notNull(),
    isEnabled: c.bool().notNull(),
    createdAt: c.timestamp().notNull(),
    passwordSetAt: c.timestamp().notNull(),
    lastSignInAt: c.timestamp(),
    /** Notices up to here have been seen. */
    noticesSeenAt: c.timestamp(),
  });
  return {
    people,
    /** Every address of every person, so that each belongs to one. The order of `people.emails` says which is primary. */
    personEmails: c.table("person_emails", {
      id: c.serial(),
      personId: c
        .integer()
        .notNull()
        .references(() => people.id, { onDelete: "cascade" }),
      email: c.text().notNull().unique(),
    }),
    roles,
    accounts,
    sessions: c.table(
      "sessions",
      {
        id: c.id(),
        personId: c
          .integer()
          .notNull()
          .references(() => accounts.personId, { onDelete: "cascade" }),
        tokenHash: c.text().notNull().unique(),
        createdAt: c.timestamp().notNull(),
        lastSeenAt: c.timestamp().notNull(),
        expiresAt: c.timestamp().notNull(),
        userAgent: c.text().notNull(),
        address: c.text().notNull(),
      },
      (t) => [c.index("sessions_person").on(t.personId)],
    ),
    apiKeys: c.table("api_keys", {
      id: c.id(),
      name: c.text().notNull(),
      roleId: c
        .text()
        .notNull()
        .references(() => roles.id),
      tokenHash: c.text().notNull().unique(),
      hint: c.text().notNull(),
      createdAt: c.timestamp().notNull(),
      createdBy: c.text().notNull(),
      lastUsedAt: c.timestamp(),
      revokedAt: c.timestamp(),
    }),
  };
};
