import type { Actor } from "@/lib/core/actor";
import type { ListQuery, Page } from "@/lib/core/page";
import type { Principal } from "./permissions";
import type { Account, ApiKey, ApiKeyInput, Role, RoleInput, Session } from "./role";

export interface RoleStore {
  list(): Promise<Role[]>;
  get(id: string): Promise<Role | undefined>;
  /** AppError("conflict", …, {name}) for a taken name; saving the administrator role keeps its permissions. */
  save(actor: Actor, input: RoleInput, id?: string): Promise<Role>;
  /** AppError("conflict") for a built-in role, or while accounts, API keys or webhooks use it (named). */
  remove(actor: Actor, id: string): Promise<void>;
}

export type NewAccount = { personId: number; roleId: string; passwordHash: string; isEnabled: boolean };

export interface AccountStore {
  list(): Promise<Account[]>;
  get(personId: number): Promise<Account | undefined>;
  /** For signing in: the hash leaves the store only here. */
  findForSignIn(email: string): Promise<{ account: Account; passwordHash: string } | undefined>;
  /** True until the first administrator exists. */
  isEmpty(): Promise<boolean>;
  /**
   * Creates the person and account of the first administrator in one unit;
   * AppError("conflict") if an account already exists (two first-run screens raced).
   */
  createFirst(input: { firstName: string; lastName: string; email: string; passwordHash: string }): Promise<Account>;
  /** Creates or replaces; a new hash or a disabled account revokes its sessions. AppError("conflict") when the last enabled administrator would go. */
  save(actor: Actor, account: Omit<NewAccount, "passwordHash"> & { passwordHash?: string }): Promise<Account>;
  remove(actor: Actor, personId: number): Promise<void>;
  /** Notes a sign-in on account and person. */
  touchSignIn(personId: number, at: Date): Promise<void>;
}

/** Only hashes of session tokens are stored. */
export interface SessionStore {
  create(session: Omit<Session, "id"> & { tokenHash: string }): Promise<Session>;
  /** The principal behind a live session of an enabled account; undefined otherwise. */
  find(tokenHash: string, now: Date): Promise<{ session: Session; principal: Principal; email: string } | undefined>;
  touch(id: string, lastSeenAt: Date): Promise<void>;
  listFor(personId: number, now: Date): Promise<Session[]>;
  revoke(actor: Actor, id: string): Promise<void>;
  /** Signs a person out everywhere, except one session if given. */
  revokeAll(actor: Actor, personId: number, exceptId?: string): Promise<void>;
}

export interface ApiKeyStore {
  list(): Promise<ApiKey[]>;
  create(actor: Actor, input: ApiKeyInput & { tokenHash: string; hint: string }): Promise<ApiKey>;
  /** The principal of a live key. Notes its use at most once a minute. */
  find(tokenHash: string, now: Date): Promise<Principal | undefined>;
  revoke(actor: Actor, id: string): Promise<void>;
}

export type AuditEntry = {
  id: string;
  at: Date;
  actorId: string;
  actorName: string;
  /** `webhook.update`, `role.remove` … */
  action: string;
  /** `whk_…`, `person:3` … and a name people know it by. */
  subject: string;
  subjectName: string;
};

export interface AuditStore {
  list(query: ListQuery): Promise<Page<AuditEntry>>;
}
