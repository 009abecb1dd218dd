"use client";
import { useRouter } from "next/navigation";
import { PageMenu } from "@/components/shell/page-menu";
import { type NamedBin, useBinMenu } from "../bin-menu";

/** The page's menu; after Delete there is nothing left to show here. */
export function BinActions({ bin }: { bin: NamedBin }) {
  const router = useRouter();
  const { itemsFor, dialogs } = useBinMenu({ onRemoved: () => router.replace("/admin/integration/inspector") });
  return (
    <>
      <PageMenu label={`Actions for ${bin.name}`}>{itemsFor(bin)}</PageMenu>
      {dialogs}
    </>
  );
}
