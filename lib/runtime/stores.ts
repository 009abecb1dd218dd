import type { AccountStore, ApiKeyStore, AuditStore, RoleStore, SessionStore } from "@/lib/access/store";
import type { EventStore, TriggerStore } from "@/lib/automation/store";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { ConnectionStore, DeliveryStore, WebhookStore } from "@/lib/delivery/store";
import type { ChangeStore } from "@/lib/desk/change";
import type { CustomFormStore, DeskListStore, PersonStore, TicketStore } from "@/lib/desk/store";
import type { WebMethodStore } from "@/lib/inbound/store";
import type { BinStore } from "@/lib/inspector/store";

/** All store ports together; `db` implements them. */
export type Stores = {
  tickets: TicketStore;
  changes: ChangeStore<NewDelivery>;
  people: PersonStore;
  customForms: CustomFormStore;
  deskLists: DeskListStore;
  webhooks: WebhookStore;
  connections: ConnectionStore;
  deliveries: DeliveryStore;
  triggers: TriggerStore;
  events: EventStore<NewDelivery>;
  webMethods: WebMethodStore;
  bins: BinStore;
  roles: RoleStore;
  accounts: AccountStore;
  sessions: SessionStore;
  apiKeys: ApiKeyStore;
  audit: AuditStore;
  /** Calls back, soon and coalesced, after any process committed something. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
