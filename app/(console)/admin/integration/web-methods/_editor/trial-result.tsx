import { Body } from "@/components/exchange/message-parts";
import { Notice } from "@/components/ui/notice";
import type { Json } from "@/lib/core/json";
import type { Trial } from "@/lib/runtime/try-call";

function shown(value: Json): string {
  if (value === null || value === "") return "empty";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function headline({ outcome, status, ticket, changes, messages }: Trial): string {
  if (outcome === "rejected") return `The call would be refused with ${status}`;
  if (outcome === "created") return "A ticket would be created";
  if (changes.length + messages.length === 0) return `Nothing would change on ${ticket?.displayId ?? "the ticket"}`;
  return `${ticket?.displayId ?? "The ticket"} would be updated`;
}

/** The ticket as a call would leave it: what changes, what is said, what is left out, and the answer. */
export function TrialResult({ trial }: { trial: Trial }) {
  const { outcome, ticket, changes, messages, notes, answer } = trial;
  const isRefused = outcome === "rejected";
  return (
    <div className="flex min-w-0 flex-col gap-4" aria-live="polite">
      <Notice tone={isRefused ? "warning" : "success"} title={headline(trial)}>
        {isRefused ? notes.join(" ") : ticket?.title}
      </Notice>
      {changes.length > 0 && (
        <table className="w-full table-fixed text-left text-sm">
          <caption className="sr-only">Fields that would be set</caption>
          <thead className="text-muted text-xs">
            <tr>
              <th scope="col" className="w-2/5 py-1 pr-3 font-normal">
                Field
              </th>
              <th scope="col" className="py-1 font-normal">
                Value
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ label, from, to }) => (
              <tr key={label} className="border-t align-top">
                <th scope="row" className="py-1.5 pr-3 font-normal [overflow-wrap:anywhere]">
                  {label}
                </th>
                <td className="py-1.5 [overflow-wrap:anywhere]">
                  {shown(to)}
                  {outcome === "updated" && <span className="block text-muted text-xs">was {shown(from)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {messages.map(({ body, visibility }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn whole, never reordered
        <figure key={index} className="border-t pt-2">
          <figcaption className="text-muted text-xs">
            {visibility === "public" ? "Public message" : "Private note"}
          </figcaption>
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{body}</p>
        </figure>
      ))}
      {!isRefused && notes.length > 0 && (
        <ul aria-label="Notes" className="flex list-disc flex-col gap-1 pl-5 text-muted">
          {notes.map((note) => (
            <li key={note} className="[overflow-wrap:anywhere]">
              {note}
            </li>
          ))}
        </ul>
      )}
      {!isRefused && <Body label="Answer" body={answer.body} contentType={answer.contentType} />}
    </div>
  );
}
