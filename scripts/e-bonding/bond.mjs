// What two administrators would set up by hand so that incidents live on both desks: a form, a web method, a webhook, two rules.

const webMethodName = "PartnerIncidentSync";
const formName = "Partner";

/** Calls the management API of one instance; throws with its message when it refuses. */
export function apiOf({ url, apiKey }) {
  return async function call(method, path, body) {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} on ${url} answered ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  };
}

/** Where the partner's ticket is remembered, and the door the partner calls. */
async function openDoor(call) {
  const { ticketTypes } = await call("GET", "/desk-lists");
  const ticketTypeId = ticketTypes.find(({ name }) => name === "Incident").id;
  const form = await call("POST", "/custom-forms", {
    name: formName,
    ticketTypeIds: [ticketTypeId],
    fields: [
      { name: "Partner ticket ID", kind: "text", isReadOnly: true },
      { name: "Partner reference", kind: "text", isReadOnly: true },
    ],
  });
  const [idField, referenceField] = form.fields.map(({ id }) => `form.${form.id}.${id}`);
  const { accessKey } = await call("POST", "/web-methods", {
    name: webMethodName,
    description: "The partner's desk creates and updates incidents here.",
    ticketTypeId,
    runBusinessRules: true,
    match: { path: "receiverId", by: "id" },
    mappings: [
      { path: "senderId", target: idField },
      { path: "senderReference", target: referenceField },
      { path: "title", target: "ticket.title" },
      { path: "description", target: "ticket.description" },
      { path: "status", target: "ticket.statusid" },
    ],
    response: {
      contentType: "application/json",
      body: '{"id": "{{ticket.id}}", "displayId": "{{ticket.displayid}}"}',
    },
  });
  return { call, ticketTypeId, form, idField, accessKey };
}

/** Everything that happens here and did not come from the partner is told to the partner. */
async function tellPartner({ call, ticketTypeId, form, idField }, partner) {
  const [idOf, referenceOf] = form.fields.map(({ id }) => ({ formId: form.id, fieldId: id }));
  const webhook = await call("POST", "/webhooks", {
    name: "Send to partner",
    ticketTypeId,
    url: `${partner.url}/api/webmethods/${webMethodName}`,
    auth: { type: "apiKey", header: "X-Access-Key", value: partner.accessKey },
    body: JSON.stringify(
      {
        senderId: "{{ticket.id}}",
        senderReference: "{{ticket.displayid}}",
        receiverId: "{{ticket.partner.partnerticketid}}",
        title: "{{ticket.title}}",
        description: "{{ticket.description}}",
        status: "{{ticket.statusname}}",
      },
      null,
      2,
    ),
    responseFields: [
      { path: "id", ...idOf },
      { path: "displayId", ...referenceOf },
    ],
    actionDescription: "Shared with the partner",
  });
  const notFromPartner = {
    type: "test",
    field: "event.source",
    operator: "does_not_equal",
    value: `webmethod:${webMethodName}`,
  };
  const rule = (name, executeWhen, operator) =>
    call("POST", "/triggers", {
      name,
      ticketTypeId,
      executeWhen,
      conditions: {
        type: "group",
        mode: "all",
        conditions: [notFromPartner, { type: "test", field: idField, operator, value: null }],
      },
      actions: [{ type: "execute_webhook", webhookId: webhook.id, parameters: {} }],
    });
  await rule("Share new incidents with the partner", "first", "is_empty");
  await rule("Share updates with the partner", "updated", "is_not_empty");
}

/** Bonds two instances `{ url, apiKey }`; each must allow the other's address in HOOKDESK_ALLOW_NET. */
export async function bond(a, b) {
  const [doorOfA, doorOfB] = await Promise.all([a, b].map((instance) => openDoor(apiOf(instance))));
  await tellPartner(doorOfA, { url: b.url, accessKey: doorOfB.accessKey });
  await tellPartner(doorOfB, { url: a.url, accessKey: doorOfA.accessKey });
}
