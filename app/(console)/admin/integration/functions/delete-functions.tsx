"use client";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { removeFunctions } from "./list-actions";

type DeleteFunctionsProps = {
  open: boolean;
  /** Kept while the dialog closes, or it would say 0 functions meanwhile. */
  functions: readonly { id: string; name: string; isPublished: boolean }[];
  onClose: () => void;
  onDeleted: () => void;
};

/** Asks for the name of one, for a number of several: callers lose their way in at once. */
export function DeleteFunctions({ open, functions, onClose, onDeleted }: DeleteFunctionsProps) {
  const router = useRouter();
  const [first] = functions;
  const count = functions.length;
  const published = functions.filter(({ isPublished }) => isPublished).length;
  const what = count === 1 ? `function “${first?.name ?? ""}”` : `${count} functions`;
  const urls =
    published === 0
      ? ""
      : `${published === 1 ? "A published URL stops" : `${published} published URLs stop`} working at once. `;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={`Delete ${what}?`}
      description={`${urls}Versions, test cases and the history of runs are deleted, too. Tickets stay as they are.`}
      confirmLabel={count === 1 ? "Delete function" : `Delete ${count} functions`}
      typedName={count === 1 ? first?.name : `delete ${count}`}
      danger
      onConfirm={async () => {
        const result = await removeFunctions({ ids: functions.map(({ id }) => id) });
        if (!result.ok) return { error: result.error.message };
        toast.success(result.value === 1 ? "1 function deleted." : `${result.value} functions deleted.`);
        onDeleted();
        router.refresh();
        return undefined;
      }}
    />
  );
}
