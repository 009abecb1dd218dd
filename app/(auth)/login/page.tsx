import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { connection } from "next/server";
import { runtime } from "@/app/_server/runtime";
import { identify } from "@/app/_server/session";
import { Mark } from "@/components/shell/mark";
import { FirstRunForm } from "./first-run-form";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  await connection();
  const isFirstRun = await runtime().stores.accounts.isEmpty();
  if (!isFirstRun && (await identify())) redirect("/");
  const { next } = await searchParams;
  return (
    <main className="flex min-h-dvh items-center justify-center px-4 py-10">
      <div className="w-full max-w-[360px]">
        <Mark className="mb-6 size-8" />
        {isFirstRun ? (
          <>
            <h1 className="font-semibold text-xl tracking-tight">Welcome to Hookdesk</h1>
            <p className="mt-1 mb-6 text-base text-muted">
              Create the administrator account. You can add technicians and further administrators later.
            </p>
            <FirstRunForm />
          </>
        ) : (
          <>
            <h1 className="mb-6 font-semibold text-xl tracking-tight">Sign in to Hookdesk</h1>
            <SignInForm next={typeof next === "string" ? next : undefined} />
          </>
        )}
      </div>
    </main>
  );
}
