"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { NativeSelect } from "@/components/ui/native-select";

type VersionPickersProps = { from: number; to: number; latest: number };

/** Which two versions are compared; kept in the URL. */
export function VersionPickers({ from, to, latest }: VersionPickersProps) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const show = (next: { from: number; to: number }) =>
    startTransition(() => router.replace(`?from=${next.from}&to=${next.to}`, { scroll: false }));
  const options = Array.from({ length: latest }, (_, index) => latest - index).map((version) => (
    <option key={version} value={version}>
      Version {version}
      {version === latest ? " (current)" : ""}
    </option>
  ));
  return (
    <div aria-busy={pending} className="flex flex-wrap items-center gap-2">
      <span className="flex items-center gap-2">
        Compare
        <NativeSelect
          aria-label="From version"
          value={from}
          onChange={(event) => show({ from: Number(event.target.value), to })}
        >
          {options}
        </NativeSelect>
      </span>
      <span className="flex items-center gap-2">
        with
        <NativeSelect
          aria-label="To version"
          value={to}
          onChange={(event) => show({ from, to: Number(event.target.value) })}
        >
          {options}
        </NativeSelect>
      </span>
    </div>
  );
}
