import { eq, sql } from "drizzle-orm";
import type { Account } from "@/lib/access/role";
import type { AccountStore } from "@/lib/access/store";
import { systemActor } from "@/lib/core/actor";
import { AppError } from "@/lib/core/errors";
import { fullName } from "@/lib/desk/person";
import type { Database, Queries } from "../database";
import { isForeignKeyViolation, isUniqueViolation } from "../errors";
import type { Tables } from "../schema";
import { lockAdministrators, requireOtherAdministrator } from "./administrators";
import { recordAudit } from "./audit";

type Row = {
  accounts: Tables["accounts"]["$inferSelect"];
  people: Pick<Tables["people"]["$inferSelect"], "name" | "emails">;
};

const toAccount = ({ accounts: { passwordHash: _, ...account }, people }: Row): Account => ({
  ...account,
  email: people.emails[0]?.email ?? "",
  name: people.name,
});

export function accountStore(db: Database): AccountStore {
  const { accounts, people, personEmails, sessions } = db.tables;

  const joined = (queries: Queries) =>
    queries.select({ accounts, people }).from(accounts).innerJoin(people, eq(people.id, accounts.personId));

  async function read(queries: Queries, personId: number): Promise<Account | undefined> {
    const [row] = await joined(queries).where(eq(accounts.personId, personId));
    return row && toAccount(row);
  }

  async function stored(tx: Queries, personId: number): Promise<Account> {
    const account = await read(tx, personId);
    if (!account) throw new AppError("not_found", "This person has no account.");
    return account;
  }

  return {
    async list() {
      const rows = await joined(db.read).orderBy(sql`lower(${people.name})`, people.id);
      return rows.map(toAccount);
    },

    get: (personId) => read(db.read, personId),

    async findForSignIn(email) {
      const [row] = await joined(db.read)
        .innerJoin(personEmails, eq(personEmails.personId, people.id))
        .where(eq(personEmails.email, email.trim().toLowerCase().replaceAll("\0", "")));
      if (!row?.accounts.isEnabled || row.people.isDisabled) return undefined;
      return { account: toAccount(row), passwordHash: row.accounts.passwordHash };
    },

    async isEmpty() {
      const [any] = await db.read.select({ personId: accounts.personId }).from(accounts).limit(1);
      return any === undefined;
    },

    async createFirst({ firstName, lastName, email: typed, passwordHash }) {
      const email = typed.trim().toLowerCase();
      try {
        return await db.write(async (tx) => {
          const roleId = await lockAdministrators(db, tx);
          const [known] = await tx.select({ personId: accounts.personId }).from(accounts).limit(1);
          if (known) throw new AppError("conflict", "Someone has already set up this instance. Sign in instead.");
          const now = new Date();
          const person = await insertAgent(db, tx, { firstName, lastName, email }, now);
          await tx.insert(accounts).values({
            personId: person.id,
            roleId,
            passwordHash,
            isEnabled: true,
            createdAt: now,
            passwordSetAt: now,
          });
          await recordAudit(db, tx, systemActor, "account.create", `person:${person.id}`, person.name);
          return stored(tx, person.id);
        });
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError("conflict", `Another person has the address ${email}.`, {
          email: ["Another person has this address"],
        });
      }
    },

    async save(actor, { personId, roleId, passwordHash, isEnabled }) {
      try {
        return await db.write(async (tx) => {
          const role = await requirePersonAndRole(db, tx, personId, roleId);
          if (!isEnabled || role.builtIn !== "administrator") await requireOtherAdministrator(db, tx, personId);
          const [before] = await tx.select().from(accounts).where(eq(accounts.personId, personId));

          const now = new Date();
          const password = passwordHash === undefined ? {} : { passwordHash, passwordSetAt: now };
          if (before)
            await tx
              .update(accounts)
              .set({ roleId, isEnabled, ...password })
              .where(eq(accounts.personId, personId));
          else if (passwordHash === undefined)
            throw new AppError("invalid", "A new account needs a password.", { password: ["Enter a password"] });
          else
            await tx
              .insert(accounts)
              .values({ personId, roleId, isEnabled, passwordHash, createdAt: now, passwordSetAt: now });
          if (!isEnabled || passwordHash !== undefined)
            await tx.delete(sessions).where(eq(sessions.personId, personId));

          const saved = await stored(tx, personId);
          const action = before ? "account.update" : "account.create";
          await recordAudit(db, tx, actor, action, `person:${personId}`, saved.name);
          return saved;
        });
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        throw new AppError("conflict", "The person or the role was just removed. Choose again.");
      }
    },

    async remove(actor, personId) {
      await db.write(async (tx) => {
        await requireOtherAdministrator(db, tx, personId);
        const account = await stored(tx, personId);
        await tx.delete(accounts).where(eq(accounts.personId, personId));
        await recordAudit(db, tx, actor, "account.remove", `person:${personId}`, account.name);
      });
    },

    async touchSignIn(personId, at) {
      await db.write(async (tx) => {
        await tx.update(accounts).set({ lastSignInAt: at }).where(eq(accounts.personId, personId));
        await tx.update(people).set({ lastLoginAt: at }).where(eq(people.id, personId));
      });
    },
  };
}

async function requirePersonAndRole(
  { tables: { people, roles } }: Database,
  tx: Queries,
  personId: number,
  roleId: string,
) {
  const [person] = await tx.select({ emails: people.emails }).from(people).where(eq(people.id, personId));
  if (!person) throw new AppError("not_found", "This person no longer exists.");
  if (person.emails.length === 0)
    throw new AppError("invalid", "Give this person an e-mail address first: they sign in with it.");
  const [role] = await tx.select({ builtIn: roles.builtIn }).from(roles).where(eq(roles.id, roleId));
  if (!role) throw new AppError("invalid", "This role no longer exists.", { roleId: ["Choose a role"] });
  return role;
}

/** The person behind the first account; the unique address decides between two of them. */
async function insertAgent(
  { tables: { people, personEmails } }: Database,
  tx: Queries,
  { firstName, lastName, email }: { firstName: string; lastName: string; email: string },
  now: Date,
) {
  const name = fullName({ firstName, lastName });
  const [person] = await tx
    .insert(people)
    .values({
      name,
      firstName,
      lastName,
      titlePrefix: "",
      phone: "",
      timezone: "UTC",
      isAgent: true,
      isDisabled: false,
      organizationPosition: "",
      isOrganizationManager: false,
      teamIds: [],
      usergroupIds: [],
      summary: "",
      emails: [],
      createdAt: now,
      updatedAt: now,
    })
    .returning({ id: people.id });
  if (!person) throw new Error("The insert returned no person");
  const [address] = await tx
    .insert(personEmails)
    .values({ personId: person.id, email })
    .returning({ id: personEmails.id });
  if (!address) throw new Error("The insert returned no address");
  await tx
    .update(people)
    .set({ emails: [{ id: address.id, email, isValidated: true }] })
    .where(eq(people.id, person.id));
  return { id: person.id, name };
}
