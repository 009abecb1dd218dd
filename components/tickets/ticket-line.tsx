import Link from "next/link";

/** A ticket's number, which leads to it in a new tab, and its title, cut where there is no room; inside a flex row. */
export const TicketLine = ({ displayId, title }: { displayId: string; title: string }) => (
  <>
    <Link
      href={`/tickets/${displayId}`}
      target="_blank"
      className="shrink-0 rounded-sm font-mono text-accent-text text-xs hover:underline"
    >
      {displayId}
      <span className="sr-only"> (opens in a new tab)</span>
    </Link>
    <span className="min-w-0 truncate">{title}</span>
  </>
);
