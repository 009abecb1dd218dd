import Link from "next/link";
import { Fragment } from "react";
import { Time } from "@/components/ui/time";
import type { Part, Sentence } from "@/lib/delivery/why-waiting";

/** A sentence with its moments and links; what it begins with is announced when it changes. */
export function SentenceText({ sentence: [first, ...rest], isLive = false }: { sentence: Sentence; isLive?: boolean }) {
  return (
    <>
      <span role={isLive ? "status" : undefined}>{first !== undefined && <PartText part={first} />}</span>
      {rest.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence are drawn whole, never reordered
        <Fragment key={index}>
          <PartText part={part} />
        </Fragment>
      ))}
    </>
  );
}

function PartText({ part }: { part: Part }) {
  if (typeof part === "string") return part;
  if ("at" in part)
    return (
      <>
        {" "}
        <Time value={part.at} />
      </>
    );
  return (
    <Link
      href={`/admin/integration/deliveries/${part.deliveryId}`}
      className="rounded-sm text-accent-text underline underline-offset-2"
    >
      {part.label}
    </Link>
  );
}
