"use client";
import { ChevronDown, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ListParams } from "@/components/data-table/list-params";
import { useListHref } from "@/components/data-table/typed-search";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Menu, MenuContent, MenuItem, MenuRadio, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { describeTime, periods } from "./periods";

const path = "/admin/integration/deliveries";

/** When the deliveries were created: a preset or a range of one's own, in the address like every filter. */
export function TimeFilter({ params }: { params: ListParams }) {
  const router = useRouter();
  const [isChoosing, setChoosing] = useState(false);
  const { period, from, to } = params.filters;
  const chosen = describeTime(params.filters);
  const href = useListHref(path, params);
  const go = (next: { period?: string; from?: string; to?: string }) =>
    router.replace(href({ filters: { period: undefined, from: undefined, to: undefined, ...next } }), {
      scroll: false,
    });
  return (
    <span className="inline-flex items-center">
      <Menu modal={false}>
        <MenuTrigger
          render={
            <Button
              className={chosen ? "rounded-r-none border-accent-text bg-accent-subtle px-2.5" : "px-2.5 font-normal"}
            />
          }
        >
          {chosen ? (
            <>
              <span className="text-muted">Created</span> <span suppressHydrationWarning>{chosen}</span>
            </>
          ) : (
            <>
              Created
              <ChevronDown aria-hidden className="-mr-0.5 text-faint" />
            </>
          )}
        </MenuTrigger>
        <MenuContent align="start">
          <MenuRadio
            value={period ?? (chosen ? "own" : "")}
            onValueChange={(next) => go(next ? { period: next } : {})}
            options={[
              { value: "", label: "Any time" },
              ...Object.entries(periods).map(([value, label]) => ({ value, label })),
            ]}
          />
          <MenuSeparator />
          <MenuItem onClick={() => setChoosing(true)}>Own range…</MenuItem>
        </MenuContent>
      </Menu>
      {chosen && (
        <Button
          size="icon"
          aria-label="Remove filter Created"
          className="-ml-px w-7 rounded-l-none border-accent-text bg-accent-subtle"
          onClick={() => go({})}
        >
          <X aria-hidden />
        </Button>
      )}
      {isChoosing && <RangeDialog from={from} to={to} onClose={() => setChoosing(false)} onChoose={go} />}
    </span>
  );
}

type RangeDialogProps = {
  from: string | undefined;
  to: string | undefined;
  onClose: () => void;
  onChoose: (range: { from?: string; to?: string }) => void;
};

function RangeDialog({ from, to, onClose, onChoose }: RangeDialogProps) {
  const [start, setStart] = useState(localText(from));
  const [end, setEnd] = useState(localText(to));
  const [problem, setProblem] = useState<string>();
  const choose = () => {
    const range = { from: isoText(start), to: isoText(end) };
    if (!range.from && !range.to) return setProblem("Give a beginning, an end, or both.");
    if (range.from && range.to && range.from >= range.to)
      return setProblem("The end must be later than the beginning.");
    onChoose(range);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        size="sm"
        title="Created between"
        description="Your local time. Leave one empty for no limit on that side."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={choose}>
              Show these
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <Field label="From">
            {(wiring) => (
              <Input
                {...wiring}
                type="datetime-local"
                value={start}
                onChange={(event) => setStart(event.target.value)}
              />
            )}
          </Field>
          <Field label="Until" error={problem}>
            {(wiring) => (
              <Input {...wiring} type="datetime-local" value={end} onChange={(event) => setEnd(event.target.value)} />
            )}
          </Field>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function localText(iso: string | undefined): string {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const isoText = (local: string): string | undefined => {
  const at = Date.parse(local);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};
