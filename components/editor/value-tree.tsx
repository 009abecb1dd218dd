"use client";

/** One value of a sample. `path` is how it is named; undefined where no path can. */
export type ValueNode = { key: string; path: string | undefined; depth: number; kind: string; preview: string };

type ValueTreeProps = {
  /** Names the list: "Reply values". */
  label: string;
  nodes: readonly ValueNode[];
  /** How many values were left out. */
  more: number;
  problem?: string;
  /** Maps a value; absent for readers. */
  onPick?: (path: string) => void;
  /** Where the next click goes. */
  target: string;
};

/** A sample as rows from the top down, whose values become paths on a click. */
export function ValueTree({ label, nodes, more, problem, onPick, target }: ValueTreeProps) {
  return (
    <div className="min-w-0">
      {onPick && <p className="mb-1.5 text-muted text-xs">Click a value to put its path into {target}.</p>}
      <ul aria-label={label} className="max-h-80 overflow-y-auto rounded-lg border bg-surface py-1">
        {nodes.map((node, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the tree is drawn whole; keys may repeat
          <li key={index} style={{ paddingLeft: `${node.depth * 16 + 4}px` }} className="pr-1">
            <button
              type="button"
              disabled={!onPick || node.path === undefined}
              aria-label={node.path === undefined ? undefined : `Map ${node.path}`}
              title={node.path ?? "No path can name this key"}
              onClick={() => node.path !== undefined && onPick?.(node.path)}
              className="flex min-h-6 w-full min-w-0 items-baseline gap-2 rounded-sm px-2 py-1 text-left font-mono text-xs enabled:hover:bg-hover"
            >
              <span className="shrink-0 text-accent-text">{node.key}</span>
              <span className={`min-w-0 truncate ${node.kind === "string" ? "text-success" : "text-muted"}`}>
                {node.preview}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {problem && <p className="mt-1.5 text-warning text-xs">{problem}</p>}
      {more > 0 && <p className="mt-1.5 text-muted text-xs">{more} more values are not shown.</p>}
    </div>
  );
}
