import Link from "next/link";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValue } from "@/components/ui/key-value";
import { Time } from "@/components/ui/time";
import type { Json } from "@/lib/core/json";
import type { LoadedDelivery } from "./load";
import { WhyWaiting } from "./why-waiting";

type DeliveryFactsProps = LoadedDelivery & {
  mayReadWebhooks: boolean;
  mayReadTickets: boolean;
  /** The delivery that waits for a retry and was passed by this one. */
  passed: string | undefined;
};

/** Where the request came from: webhook, ticket, parameters, and what fired it. */
export function DeliveryFacts(props: DeliveryFactsProps) {
  const { delivery, hasWebhook, hasTicket, filled } = props;
  const parameters = Object.entries(delivery.parameters);
  const items = [
    {
      label: "Webhook",
      value: (
        <Origin
          name={delivery.webhookName}
          href={props.mayReadWebhooks && hasWebhook ? `/admin/integration/webhooks/${delivery.webhookId}` : undefined}
          note={hasWebhook ? `version ${delivery.webhookVersion}` : "deleted"}
        />
      ),
    },
    {
      label: "Ticket",
      value: (
        <Origin
          name={delivery.ticketDisplayId}
          href={props.mayReadTickets && hasTicket ? `/tickets/${delivery.ticketDisplayId}` : undefined}
          note={hasTicket ? `version ${delivery.ticketVersion}` : "deleted"}
        />
      ),
    },
    { label: "Fired by", value: <FiredBy {...props} /> },
    ...(props.passed ? [{ label: "Passed", value: <Passed id={props.passed} /> }] : []),
    { label: "Created", value: <Time value={delivery.createdAt} format="exact" /> },
    ...(delivery.finishedAt ? [{ label: "Finished", value: <Time value={delivery.finishedAt} format="exact" /> }] : []),
    {
      label: "Id",
      value: <code className="font-mono text-xs">{delivery.id}</code>,
      action: <CopyButton text={delivery.id} label="Copy delivery id" />,
    },
  ];
  return (
    <aside aria-label="Facts" className="flex min-w-0 flex-col gap-6">
      {(delivery.status === "pending" || delivery.status === "held") && (
        <Group title="Why is this waiting?">
          <WhyWaiting {...props} />
        </Group>
      )}
      <Group title="Facts">
        <KeyValue items={items} className="grid-cols-[72px_minmax(0,1fr)] gap-x-4" />
      </Group>
      <Group title="Parameters">
        {parameters.length === 0 ? (
          <p className="text-muted">This webhook asked for none.</p>
        ) : (
          <Pairs items={parameters.map(([label, value]) => ({ label, value: value || <Blank /> }))} />
        )}
      </Group>
      {filled.length > 0 && (
        <Group title="Filled from the reply">
          <Pairs
            items={filled.map((change) => ({
              label: change.label,
              value: (
                <>
                  {isBlank(change.from) ? "" : `${textOf(change.from)} → `}
                  {textOf(change.to)}
                </>
              ),
            }))}
          />
        </Group>
      )}
    </aside>
  );
}

const Passed = ({ id }: { id: string }) => (
  <>
    Went past{" "}
    <Link href={`/admin/integration/deliveries/${id}`} className={linkStyle}>
      an earlier delivery
    </Link>{" "}
    of this ticket, which waits for its next attempt
  </>
);

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}

function Origin({ name, href, note }: { name: string; href: string | undefined; note: string }) {
  return (
    <>
      {href ? (
        <Link href={href} className={linkStyle}>
          {name}
        </Link>
      ) : (
        name
      )}{" "}
      <span className="whitespace-nowrap text-muted">({note})</span>
    </>
  );
}

function FiredBy({ delivery, causes }: Pick<DeliveryFactsProps, "delivery" | "causes">) {
  const [nearest] = causes;
  const { redeliveryOf } = delivery.cause;
  if (redeliveryOf !== undefined)
    return (
      <>
        {delivery.actorName}, in place of{" "}
        <Link href={`/admin/integration/deliveries/${redeliveryOf}`} className={linkStyle}>
          an earlier delivery
        </Link>
      </>
    );
  if (!nearest && delivery.cause.webhookName === undefined) return delivery.actorName;
  return (
    <>
      {delivery.actorName}, after the reply of {!nearest && `“${delivery.cause.webhookName}”`}
      {causes.map((cause, index) => (
        <span key={cause.id}>
          {index > 0 && ", itself after "}
          <Link href={`/admin/integration/deliveries/${cause.id}`} className={linkStyle}>
            {cause.webhookName} on {cause.ticketDisplayId}
          </Link>
        </span>
      ))}
    </>
  );
}

/** Names above values: both may be long. */
function Pairs({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="flex flex-col gap-2">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-muted text-xs">{label}</dt>
          <dd className="max-h-40 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const linkStyle = "rounded-sm text-accent-text hover:underline hover:underline-offset-2";
const Blank = () => <span className="text-faint">blank</span>;
const isBlank = (value: Json) => value === null || value === "";
const textOf = (value: Json) => (isBlank(value) ? "blank" : typeof value === "string" ? value : JSON.stringify(value));
