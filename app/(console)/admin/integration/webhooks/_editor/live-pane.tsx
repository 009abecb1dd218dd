"use client";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { TemplateProblems } from "@/components/editor/template-problems";
import { TicketPicker } from "@/components/tickets/ticket-picker";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import type { BuiltRequest } from "@/lib/delivery/request";
import { shownHeadersOf } from "@/lib/wire/auth/input";
import { findTickets } from "../actions";
import { useEditor } from "./editor-context";
import { ParameterValues } from "./parameter-values";
import type { Preview } from "./preview";
import { RequestView } from "./request-view";
import type { LiveRequest } from "./use-live-request";

type LivePaneProps = { live: LiveRequest; canSeeTickets: boolean; action?: ReactNode; hideTitle?: boolean };

/** The request this webhook would send for a chosen ticket, worked out by the delivery engine while you type. Sends nothing. */
export function LivePane({ live, canSeeTickets, action, hideTitle }: LivePaneProps) {
  const { ticketType } = useEditor();
  const { preview } = live;
  const built = useLastBuilt(preview);
  const authHeaders = useAuthHeaders();
  return (
    // Enter in here must not save the form around it.
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps a key from travelling on
    <div onKeyDown={stopEnter} className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className={cn("min-w-0", hideTitle && "sr-only")}>
          <h2 className="font-semibold text-lg">Request</h2>
          <p className="text-muted text-xs">What will be sent. Nothing leaves while you look.</p>
        </div>
        {action}
      </div>
      {canSeeTickets ? (
        <TicketPicker find={findTickets} typeId={ticketType.id} ticket={live.ticket} onChoose={live.choose} />
      ) : (
        <Notice>Your role can’t see tickets, so the request can’t be shown with real values.</Notice>
      )}
      {live.problem && <Notice tone="danger">{live.problem}</Notice>}
      {live.ticket && <ParameterValues live={live} />}
      {canSeeTickets && !live.ticket && (
        <EmptyState className="border-y py-10" title={`There is no ${ticketType.name} ticket to try this with`}>
          Create one under Tickets, then choose it here.
        </EmptyState>
      )}
      <section
        aria-label="Request preview"
        aria-busy={live.loading}
        className={cn("flex min-w-0 flex-col gap-4 transition-opacity", live.loading && "opacity-60")}
      >
        {preview?.state === "blocked" && <Notice>{preview.message}</Notice>}
        {built && (
          // A half-typed placeholder must not make the request jump away: the last good one stays, greyed out.
          <div
            inert={preview?.state === "blocked"}
            className="flex min-w-0 flex-col gap-4 transition-opacity inert:opacity-40"
          >
            <TemplateProblems problems={built.warnings.map((warning) => ({ severity: "warning", ...warning }))} />
            <RequestView built={built} authHeaders={authHeaders} otherUrl={<OtherUrl preview={preview} />} />
          </div>
        )}
      </section>
    </div>
  );
}

/** What the URL would be with the other setting, as far as that matters. */
function OtherUrl({ preview }: { preview: Preview | undefined }) {
  const { settled } = useEditor();
  if (preview?.state !== "ready" || preview.otherUrl === undefined) return null;
  return (
    <p className="mt-1.5 text-muted text-xs">
      {settled.hasEncodedUrlParameters ? "Without" : "With"} Encoded URL parameters:{" "}
      <code className="font-mono [overflow-wrap:anywhere]">{preview.otherUrl}</code>
    </p>
  );
}

/** What proves who we are, as it is shown: a shared connection by the type it has. */
function useAuthHeaders(): Record<string, string> {
  const { settled, connections } = useEditor();
  const { auth } = settled;
  const connectionType = connections.find(({ id }) => id === auth.connectionId)?.type ?? "";
  return shownHeadersOf(auth.type === "shared" ? { ...auth, connectionType } : auth);
}

/** The request on show: the current one, or while it can't be made the last that could. */
function useLastBuilt(preview: Preview | undefined): BuiltRequest | undefined {
  const { settled } = useEditor();
  const [last, setLast] = useState<BuiltRequest>();
  const built = preview?.state === "ready" ? preview.built : undefined;
  if (built && built !== last) setLast(built);
  return built ?? (settled.url.trim() === "" || !preview ? undefined : last);
}

function stopEnter(event: KeyboardEvent) {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}
