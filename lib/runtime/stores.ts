import type { SavedViewStore } from "@/lib/access/saved-views";
import type { AccountStore, ApiKeyStore, AuditStore, RoleStore, SessionStore } from "@/lib/access/store";
import type { EventStore, TriggerStore } from "@/lib/automation/store";
import type { SettingsStore } from "@/lib/core/settings";
import type { WorkerStore } from "@/lib/delivery/beat";
import type { NewDelivery } from "@/lib/delivery/delivery";
import type { GateStore } from "@/lib/delivery/gate";
import type { JobStore } from "@/lib/delivery/job-store";
import type { RetentionStore } from "@/lib/delivery/retention";
import type { SearchIndex } from "@/lib/delivery/search";
import type { DeliveryStatsStore } from "@/lib/delivery/stats";
import type { ConnectionStore, DeliveryStore, WebhookStore } from "@/lib/delivery/store";
import type { ChangeStore } from "@/lib/desk/change";
import type { CustomFormStore, DeskListStore, PersonStore, TicketStore } from "@/lib/desk/store";
import type { FunctionCallStore, FunctionRunStore, FunctionStore } from "@/lib/functions/store";
import type { WebMethodStore } from "@/lib/inbound/store";
import type { BinStore } from "@/lib/inspector/store";
import type { MailStore, NoticeStore } from "@/lib/notices/store";

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
  deliveryStats: DeliveryStatsStore;
  jobs: JobStore;
  gates: GateStore;
  triggers: TriggerStore;
  events: EventStore<NewDelivery>;
  webMethods: WebMethodStore;
  functions: FunctionStore;
  functionRuns: FunctionRunStore;
  functionCalls: FunctionCallStore;
  bins: BinStore;
  roles: RoleStore;
  accounts: AccountStore;
  sessions: SessionStore;
  apiKeys: ApiKeyStore;
  audit: AuditStore;
  workers: WorkerStore;
  settings: SettingsStore;
  searchIndex: SearchIndex;
  savedViews: SavedViewStore;
  retention: RetentionStore;
  notices: NoticeStore;
  mails: MailStore;
  /** Calls back, soon and coalesced, after any process committed something. Returns how to stop. */
  onChange(listener: () => void): () => void;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
