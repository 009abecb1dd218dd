// A console that only fires: prints each delivery's id once its commit is through. Killed at random moments.

import { openStores } from "@/db";
import { allPermissions } from "@/lib/access/permissions";
import { systemActor } from "@/lib/core/actor";
import { createCipher } from "@/lib/runtime/cipher";
import { fireWebhook } from "@/lib/runtime/fire";

const [database = "", webhookId = "", roleId = "", prefix = "", ...ticketIds] = process.argv.slice(2);
const stores = await openStores(database, createCipher(["a secret for chaos"]));
const principal = { ...systemActor, roleId, roleName: "", permissions: allPermissions };
for (let number = 0; ; number++) {
  const ticketId = Number(ticketIds[number % ticketIds.length]);
  const request = { webhookId, ticketId, parameters: { Key: `${prefix}-${number}` } };
  const { deliveryId } = await fireWebhook(stores, principal, request, new Date());
  process.stdout.write(`${deliveryId}\n`);
}
