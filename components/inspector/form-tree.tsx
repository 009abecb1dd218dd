import type { FormNode } from "@/lib/inspector/parse-body";

/** Form fields as they nest: `ticket[agent][name]` under ticket, agent. Repeated names list their values. XML elements likewise. */
export function FormTree({ nodes, label }: { nodes: readonly FormNode[]; label?: string }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-1 font-mono text-xs leading-5">
      {nodes.map((node, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: XML elements of one name have nothing else of their own
        <li key={place} className="min-w-0">
          <div className="grid grid-cols-[minmax(72px,max-content)_minmax(0,1fr)] gap-x-4">
            <span className="text-accent-text [overflow-wrap:anywhere]">{node.name === "" ? "[ ]" : node.name}</span>
            <span className="min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]">
              {node.values.map((value, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: repeated values have nothing else of their own
                <span key={index} className="block">
                  {value === "" ? <span className="text-faint">blank</span> : value}
                </span>
              ))}
            </span>
          </div>
          {node.children.length > 0 && (
            <div className="mt-1 ml-1 border-l pl-3">
              <FormTree nodes={node.children} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
