import { cn } from "./cn";

const inks: Record<string, string> = {
  GET: "text-info",
  HEAD: "text-muted",
  OPTIONS: "text-muted",
  POST: "text-success",
  PUT: "text-warning",
  PATCH: "text-warning",
  DELETE: "text-danger",
};

export function MethodBadge({ method, className }: { method: string; className?: string }) {
  const name = method.toUpperCase();
  return (
    <span className={cn("inline-block font-medium font-mono text-xs", inks[name] ?? "text-muted", className)}>
      {name}
    </span>
  );
}
