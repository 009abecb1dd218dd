"use client";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";

type RequestDialogProps = {
  /** On the button. */
  label: string;
  title: string;
  description: string;
  size?: "lg";
  /** Before it shows. */
  onOpen: () => void;
  children: ReactNode;
};

/** A button of a captured request and the dialog it opens; what is in it starts anew each time. */
export function RequestDialog({ label, onOpen, children, ...content }: RequestDialogProps) {
  const [open, setOpen] = useState(false);
  const show = () => {
    onOpen();
    setOpen(true);
  };
  return (
    <>
      <Button size="sm" onClick={show}>
        {label}
      </Button>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogContent {...content}>{children}</DialogContent>
      </Dialog>
    </>
  );
}
