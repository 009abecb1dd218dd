import { Hono } from "hono";
import { apiKeyEndpoints } from "./api-keys";
import { binEndpoints } from "./bins";
import { bulkDeliveryEndpoints } from "./bulk-deliveries";
import { connectionEndpoints } from "./connections";
import { customFormEndpoints } from "./custom-forms";
import { deliveryEndpoints } from "./deliveries";
import { deskListEndpoints } from "./desk-lists";
import type { ApiRuntime, Endpoint } from "./endpoint";
import { firingEndpoints } from "./firing";
import { functionRunEndpoints } from "./function-runs";
import { functionEndpoints } from "./functions";
import { jobEndpoints } from "./jobs";
import { openApiDocument } from "./openapi";
import { personEndpoints } from "./people";
import { recoveryEndpoints } from "./recover-deliveries";
import { refuse, register } from "./register";
import { roleEndpoints } from "./roles";
import { ticketHistoryEndpoints } from "./ticket-history";
import { ticketEndpoints } from "./tickets";
import { triggerEndpoints } from "./triggers";
import { webMethodEndpoints } from "./web-methods";
import { webhookEndpoints } from "./webhooks";

/** Every endpoint of the management API: what the router, the document and the permission tests go by. */
export const managementRoutes: readonly Endpoint[] = [
  ...ticketEndpoints,
  ...ticketHistoryEndpoints,
  ...webhookEndpoints,
  ...firingEndpoints,
  ...webMethodEndpoints,
  ...functionEndpoints,
  ...functionRunEndpoints,
  ...connectionEndpoints,
  ...deliveryEndpoints,
  ...bulkDeliveryEndpoints,
  ...recoveryEndpoints,
  ...jobEndpoints,
  ...triggerEndpoints,
  ...binEndpoints,
  ...customFormEndpoints,
  ...deskListEndpoints,
  ...personEndpoints,
  ...roleEndpoints,
  ...apiKeyEndpoints,
];

/** `/api/v1` (contracts: Management API). Only `openapi.json` is open to everybody. */
export function managementApi(runtime: ApiRuntime): Hono {
  const app = new Hono();
  app.onError(refuse);
  let document: object | undefined;
  app.get("/openapi.json", (context) => {
    document ??= openApiDocument(managementRoutes, runtime.config.publicUrl);
    return context.json(document);
  });
  for (const endpoint of managementRoutes) register(app, runtime, endpoint);
  return app;
}
