import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { Time } from "@/components/ui/time";
import { may } from "@/lib/access/permissions";
import { isFinal } from "@/lib/delivery/delivery";
import { DeliveryStatus } from "../delivery-status";
import { describeState } from "../state";
import { AttemptList } from "./attempt-list";
import { DeliveryActions } from "./delivery-actions";
import { DeliveryFacts } from "./delivery-facts";
import { loadDelivery } from "./load";

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({ params }: PageProps<"/admin/integration/deliveries/[id]">) {
  const { principal } = await requirePage("deliveries.read");
  const { stores, clock } = runtime();
  const loaded = await loadDelivery(stores, (await params).id);
  if (!loaded) notFound();
  const { delivery, attempts, cancelledBy, lastHold, policy } = loaded;
  const state = describeState(delivery, attempts[0], { now: clock.now(), cancelledBy, lastHold, policy });
  const name = `${delivery.webhookName} on ${delivery.ticketDisplayId}`;
  return (
    <>
      {!isFinal(delivery.status) && <Live topic="delivery" id={delivery.id} />}
      <PageHeader
        title={name}
        mark={<DeliveryStatus status={delivery.status} />}
        purpose={
          <>
            <span role="status">{state.text}</span>
            {state.at && (
              <>
                {" "}
                <Time value={state.at} />
              </>
            )}
            {state.rest}
          </>
        }
        action={may(principal, "deliveries.write") && <DeliveryActions delivery={delivery} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 pane:grid-cols-[minmax(0,1fr)_300px]">
        <AttemptList request={delivery.request} attempts={attempts} />
        <DeliveryFacts
          {...loaded}
          mayReadWebhooks={may(principal, "webhooks.read")}
          mayReadTickets={may(principal, "tickets.read")}
        />
      </div>
    </>
  );
}
