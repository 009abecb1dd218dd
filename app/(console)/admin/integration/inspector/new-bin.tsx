"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { createBin } from "./actions";
import { BinDialog } from "./bin-dialog";

/** The button and its dialog; a new bin opens at once, since its address is what people came for. */
export function NewBin() {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        New bin
      </Button>
      <BinDialog
        open={isOpen}
        onOpenChange={setOpen}
        title="New bin"
        saveLabel="Create bin"
        save={async (input) => {
          const result = await createBin(input);
          if (!result.ok) return result.error;
          toast.success(`Bin “${input.name}” created.`);
          router.push(`/admin/integration/inspector/${result.value.id}`);
          return undefined;
        }}
      />
    </>
  );
}
