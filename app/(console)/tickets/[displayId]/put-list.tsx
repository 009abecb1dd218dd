import { ChangeText } from "@/components/tickets/change-list";
import type { PutPreview } from "@/components/tickets/undo-preview";

/** Values about to be put; what stays as it is says why. */
export const PutList = ({ label, values }: { label: string; values: readonly PutPreview[] }) => (
  <ul aria-label={label} className="flex flex-col gap-1.5">
    {values.map(({ reason, ...value }) => (
      <li key={value.label} className="break-words [overflow-wrap:anywhere]">
        {reason ? (
          <span className="text-muted">
            {value.label} stays. {reason}
          </span>
        ) : (
          <ChangeText {...value} />
        )}
      </li>
    ))}
  </ul>
);
