import type { Cipher } from "@/lib/core/secrets";
import type { Stores } from "@/lib/runtime/stores";
import { ensureBuiltIns } from "./built-ins";
import type { Database } from "./database";
import { openPostgres } from "./postgres/client";
import { poolDriver } from "./postgres/pool";
import { openSqlite } from "./sqlite/client";
import { accountStore } from "./stores/accounts";
import { apiKeyStore } from "./stores/api-keys";
import { auditStore } from "./stores/audit";
import { binStore } from "./stores/bins";
import { changeStore } from "./stores/changes";
import { connectionStore } from "./stores/connections";
import { customFormStore } from "./stores/custom-forms";
import { deliveryStore } from "./stores/deliveries";
import { deliveryStatsStore } from "./stores/delivery-stats";
import { deskListStore } from "./stores/desk-lists";
import { eventStore } from "./stores/events";
import { functionCallStore } from "./stores/function-calls";
import { functionRunStore } from "./stores/function-runs";
import { functionStore } from "./stores/functions";
import { gateStore } from "./stores/gates";
import { jobStore } from "./stores/jobs";
import { mailStore } from "./stores/mails";
import { noticeStore } from "./stores/notices";
import { personStore } from "./stores/people";
import { retentionStore } from "./stores/retention";
import { roleStore } from "./stores/roles";
import { savedViewStore } from "./stores/saved-views";
import { searchIndex } from "./stores/search-index";
import { sessionStore } from "./stores/sessions";
import { settingsStore } from "./stores/settings";
import { ticketStore } from "./stores/tickets";
import { triggerStore } from "./stores/triggers";
import { webMethodStore } from "./stores/web-methods";
import { webhookStore } from "./stores/webhooks";
import { workerStore } from "./stores/workers";

/** One line per dialect: how a URL of its scheme is opened. */
const dialects: Record<string, (url: string) => Promise<Database>> = {
  "sqlite:": (url) => openSqlite(url.replace(/^sqlite:(\/\/)?/, "")),
  "postgres:": (url) => openPostgres(poolDriver(url)),
  "postgresql:": (url) => openPostgres(poolDriver(url)),
};

/** Opens, migrates and fills the built-in records. `cipher` seals stored credentials. */
export async function openStores(url: string, cipher: Cipher): Promise<Stores> {
  const scheme = url.slice(0, url.indexOf(":") + 1);
  const open = dialects[scheme];
  if (!open) throw new Error(`DATABASE_URL begins with “${scheme}”; use sqlite: or postgres:`);
  return storesOn(await open(url), cipher);
}

/** All stores on an open database. */
export async function storesOn(db: Database, cipher: Cipher): Promise<Stores> {
  await ensureBuiltIns(db);
  return {
    tickets: ticketStore(db),
    changes: changeStore(db),
    people: personStore(db),
    customForms: customFormStore(db),
    deskLists: deskListStore(db),
    webhooks: webhookStore(db, cipher),
    connections: connectionStore(db, cipher),
    deliveries: deliveryStore(db),
    deliveryStats: deliveryStatsStore(db),
    jobs: jobStore(db),
    gates: gateStore(db),
    triggers: triggerStore(db),
    events: eventStore(db),
    webMethods: webMethodStore(db),
    functions: functionStore(db, cipher),
    functionRuns: functionRunStore(db),
    functionCalls: functionCallStore(db),
    bins: binStore(db),
    roles: roleStore(db),
    accounts: accountStore(db),
    sessions: sessionStore(db),
    apiKeys: apiKeyStore(db),
    audit: auditStore(db),
    workers: workerStore(db),
    settings: settingsStore(db),
    searchIndex: searchIndex(db),
    savedViews: savedViewStore(db),
    retention: retentionStore(db),
    notices: noticeStore(db),
    mails: mailStore(db),
    onChange: db.onChange,
    async ping() {
      await db.read.select({ id: db.tables.roles.id }).from(db.tables.roles).limit(1);
    },
    close: db.close,
  };
}
