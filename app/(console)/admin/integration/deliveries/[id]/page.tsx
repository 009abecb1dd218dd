import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "@/app/_server/runtime";
import { requirePage } from "@/app/_server/session";
import { Live } from "@/components/shell/live";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button";
import { may } from "@/lib/access/permissions";
import { isFinal } from "@/lib/delivery/delivery";
import { passedBy } from "@/lib/delivery/why-waiting";
import { readWaitFacts } from "@/lib/runtime/wait-facts";
import { DeliveryStatus } from "../delivery-status";
import { SentenceText } from "../sentence-text";
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
  const facts = await readWaitFacts(stores, delivery, clock.now());
  const state = describeState({ ...facts, last: attempts[0], cancelledBy, lastHold, policy });
  const name = `${delivery.webhookName} on ${delivery.ticketDisplayId}`;
  return (
    <>
      {!isFinal(delivery.status) && <Live topic="delivery" id={delivery.id} />}
      <PageHeader
        title={name}
        mark={<DeliveryStatus status={delivery.status} />}
        purpose={<SentenceText sentence={state} isLive />}
        secondary={
          attempts.length > 0 && (
            <ButtonLink href={`/admin/integration/deliveries/${delivery.id}/delivery.har`} download prefetch={false}>
              Export HAR
            </ButtonLink>
          )
        }
        action={may(principal, "deliveries.write") && <DeliveryActions delivery={delivery} />}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 pane:grid-cols-[minmax(0,1fr)_300px]">
        <AttemptList request={delivery.request} attempts={attempts} />
        <DeliveryFacts
          {...loaded}
          passed={passedBy(facts)}
          mayReadWebhooks={may(principal, "webhooks.read")}
          mayReadTickets={may(principal, "tickets.read")}
        />
      </div>
    </>
  );
}
