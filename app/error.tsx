"use client";
import { useEffect } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

type ErrorPageProps = { error: Error & { digest?: string }; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  useEffect(() => console.error(error), [error]);
  return (
    <main className="mx-auto w-full max-w-[560px] px-4 py-16">
      <h1 className="mb-4 font-semibold text-xl tracking-tight">This page could not be shown</h1>
      <Notice tone="danger" details={error.digest ? `Error reference: ${error.digest}` : error.message}>
        Something failed on our side. Nothing you saved is lost. Try again; if it keeps failing, give an administrator
        the details below.
      </Notice>
      <div className="mt-4 flex gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <ButtonLink href="/">Go to the start page</ButtonLink>
      </div>
    </main>
  );
}
