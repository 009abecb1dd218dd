/** Who does something: a signed-in person, an API key, a rule, an incoming call, a callback function, or Hookdesk itself (worker, demo data, start-up). */
export type Actor = {
  kind: "person" | "apiKey" | "rule" | "webMethod" | "function" | "system";
  /** `person:12`, `key_…`, `trg_…`, `wme_…`, `fun_…` or `system`; what audit entries and history point at. */
  id: string;
  name: string;
  personId: number | null;
};

export const systemActor: Actor = { kind: "system", id: "system", name: "Hookdesk", personId: null };
