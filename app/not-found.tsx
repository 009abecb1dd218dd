import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <main className="mx-auto w-full max-w-[560px] px-4 py-16">
      <h1 className="font-semibold text-xl tracking-tight">Page not found</h1>
      <p className="mt-1 text-base text-muted">
        There is nothing at this address. It may have been deleted, or the link is incomplete.
      </p>
      <ButtonLink href="/" variant="primary" className="mt-4">
        Go to the start page
      </ButtonLink>
    </main>
  );
}
