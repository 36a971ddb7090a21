/**
 * Where things stand in the space–time diagram: time runs down, a row an event; nodes stand side by side.
 */
export const rowHeight = 24;

export interface Geometry {
  width: number;
  height: number;
  columnWidth: number;
  /** The middle of a node's column. */
  x(node: string): number;
  /** The middle of an event's row. */
  y(position: number): number;
}

export function geometryOf(nodes: readonly string[], events: number): Geometry {
  const columnWidth = nodes.length > 5 ? 72 : nodes.length > 3 ? 88 : 112;
  return {
    columnWidth,
    width: columnWidth * nodes.length,
    height: rowHeight * events,
    x: (node) => columnWidth * (nodes.indexOf(node) + 0.5),
    y: (position) => rowHeight * (position + 0.5),
  };
}
