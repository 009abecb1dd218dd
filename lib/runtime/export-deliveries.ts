import type { DeliveryFilter } from "@/lib/delivery/bulk";
import { csvDelivery, csvHead } from "@/lib/delivery/csv";
import type { Attempt, Delivery } from "@/lib/delivery/delivery";
import { harEntry, harHead, harTail } from "@/lib/delivery/har";
import type { Stores } from "./stores";

export const mostCsvRows = 50_000;
export const mostHarDeliveries = 1_000;
const rowsAtOnce = 500;
/** With their bodies, so fewer. */
const exchangesAtOnce = 10;

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The newest deliveries of a filter as CSV, some lines at a time. */
export async function* csvOf(
  { deliveries }: Pick<Stores, "deliveries">,
  filter: DeliveryFilter,
): AsyncGenerator<string> {
  const ids = await deliveries.ids(filter, mostCsvRows);
  yield csvHead;
  for (let start = 0; start < ids.length; start += rowsAtOnce) {
    await breathe();
    const rows = await deliveries.many(ids.slice(start, start + rowsAtOnce));
    yield rows.map(csvDelivery).join("");
  }
}

/** Every attempt of the newest deliveries of a filter as HAR 1.2, some at a time. What was not sent yet is not in it. */
export async function* harOf(
  { deliveries }: Pick<Stores, "deliveries">,
  filter: DeliveryFilter,
): AsyncGenerator<string> {
  const ids = await deliveries.ids(filter, mostHarDeliveries);
  yield harHead;
  let isFirst = true;
  for (let start = 0; start < ids.length; start += exchangesAtOnce) {
    await breathe();
    for (const id of ids.slice(start, start + exchangesAtOnce)) {
      const found = await deliveries.get(id);
      const entries = found ? entriesOf(found) : "";
      if (!entries) continue;
      yield isFirst ? entries : `,${entries}`;
      isFirst = false;
    }
  }
  yield harTail;
}

/** One delivery as HAR 1.2. */
export const harOfOne = (found: { delivery: Delivery; attempts: Attempt[] }): string =>
  harHead + entriesOf(found) + harTail;

const entriesOf = ({ delivery, attempts }: { delivery: Delivery; attempts: Attempt[] }): string =>
  attempts.map((attempt) => JSON.stringify(harEntry(delivery, attempt))).join(",");
