import { Skeleton } from "@/components/ui/skeleton";
import { cellStyle, headStyle } from "./table-style";

const widths = ["w-40", "w-20", "w-28", "w-16", "w-24", "w-32"];

/** The list's layout while its rows are on the way, for a `loading.tsx`. */
export function TableSkeleton({ label, columns = 5, rows = 10 }: { label: string; columns?: number; rows?: number }) {
  const cells = Array.from({ length: columns }, (_, index) => index);
  return (
    <section aria-busy aria-label={`Loading ${label}`} className="flex flex-col gap-3">
      <Skeleton className="h-8 w-60 rounded-md" />
      <div className="overflow-hidden border-t">
        <table className="w-full border-separate border-spacing-0" aria-hidden>
          <tbody>
            {Array.from({ length: rows + 1 }, (_, row) => row).map((row) => (
              <tr key={row}>
                {cells.map((cell) => (
                  <td key={cell} className={row === 0 ? headStyle : cellStyle}>
                    <Skeleton className={row === 0 ? "w-14" : widths[(row + cell * 2) % widths.length]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
