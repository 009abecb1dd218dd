"use client";
import { useOptimistic, useTransition } from "react";
import { Switch } from "@/components/ui/switch";

type EnabledSwitchProps = {
  name: string;
  isEnabled: boolean;
  onChange: (isEnabled: boolean) => Promise<void>;
};

/** Shows what was asked for until the server has answered. */
export function EnabledSwitch({ name, isEnabled, onChange }: EnabledSwitchProps) {
  const [shown, show] = useOptimistic(isEnabled);
  const [, startTransition] = useTransition();
  return (
    <Switch
      aria-label={`${name} enabled`}
      className="align-middle"
      checked={shown}
      onCheckedChange={(checked) =>
        startTransition(async () => {
          show(checked);
          await onChange(checked);
        })
      }
    />
  );
}
