import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Page } from '../inspect/console/shapes.js';
import type { Parameters } from './routes.js';
import { follow, read } from './view.js';

/** Rows of one request. */
const PAGE = 100;
/** Rows drawn beyond what is seen, above and below. */
const MARGIN = 12;
const WIDE_ROW = 48;
const NARROW_ROW = 84;
const NARROW = matchMedia('(max-width: 640px)');

interface Props<T> {
  /** What the list is called. */
  readonly label: string;
  /** A view that answers pages. */
  readonly route: string;
  readonly parameters: Parameters;
  readonly columns: readonly string[];
  /** The cells of a row, as many as there are columns. */
  readonly cells: (row: T) => readonly ComponentChildren[];
  /** Where a row leads. */
  readonly link?: (row: T) => string;
  /** Said if there are no rows. */
  readonly empty: string;
}

/**
 * A list of any length, of which only what is seen is read and drawn. One stop for the Tab key: arrows, Page Up and
 * Down, Home and End move the row, Enter opens it.
 */
export function VirtualList<T>(props: Props<T>) {
  const { label, route, parameters, columns, cells, link, empty } = props;
  const key = JSON.stringify([route, parameters]);
  const rowHeight = useRowHeight();
  const box = useRef<HTMLDivElement>(null);
  const [window, setWindow] = useState({ first: 0, last: 30 });
  const [active, setActive] = useState(0);
  const [total, rows] = usePages<T>(key, route, parameters, window);

  const look = () => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - MARGIN);
    const last = Math.ceil((scrollTop + clientHeight) / rowHeight) + MARGIN;
    setWindow((before) => (before.first === first && before.last === last ? before : { first, last }));
  };
  useEffect(() => {
    if (box.current !== null) box.current.scrollTop = 0;
    setActive(0);
  }, [key]);
  useEffect(look, [key, total, rowHeight]);

  if (total === 0) return <p class="soft">{empty}</p>;
  const count = total ?? 0;
  const move = (to: number) => {
    const next = Math.max(0, Math.min(count - 1, to));
    setActive(next);
    const { current } = box;
    if (current === null) return;
    const top = next * rowHeight;
    if (top < current.scrollTop) current.scrollTop = top;
    else if (top + rowHeight > current.scrollTop + current.clientHeight - HEAD) {
      current.scrollTop = top + rowHeight - current.clientHeight + HEAD;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: count - 1,
    };
    const to = steps[event.key];
    const row = rows(active);
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && link !== undefined && row !== undefined) location.hash = link(row);
    else return;
    event.preventDefault();
  };
  const last = Math.min(window.last, count);
  const shown = Array.from({ length: Math.max(0, last - window.first) }, (_, index) => window.first + index);
  const id = `list-${label.replace(/\W+/g, '-')}`;
  return (
    <div
      class={`list ${id}`}
      ref={box}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-activedescendant={`${id}-${active}`}
      style={{ height: `min(560px, 65vh, ${count * rowHeight + HEAD + 2}px)` }}
      onScroll={look}
      onKeyDown={onKeyDown}
    >
      <div class="list-head row" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span role="columnheader" key={column}>
            {column}
          </span>
        ))}
      </div>
      <div class="list-body" role="rowgroup" style={{ height: `${count * rowHeight}px` }}>
        {shown.map((index) => {
          const row = rows(index);
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              class={`row${index === active ? ' active' : ''}${link === undefined ? '' : ' leads'}`}
              role="row"
              aria-rowindex={index + 2}
              style={{ transform: `translateY(${index * rowHeight}px)`, height: `${rowHeight}px` }}
              onClick={() => {
                setActive(index);
                if (link !== undefined && row !== undefined) location.hash = link(row);
              }}
            >
              {row === undefined ? (
                <span role="gridcell" class="soft">
                  …
                </span>
              ) : (
                cells(row).map((cell, column) => (
                  <span role="gridcell" key={columns[column]}>
                    {cell}
                  </span>
                ))
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The height of the heading, which covers rows. */
const HEAD = 32;

function useRowHeight(): number {
  const [isNarrow, setNarrow] = useState(NARROW.matches);
  useEffect(() => {
    const change = () => setNarrow(NARROW.matches);
    NARROW.addEventListener('change', change);
    return () => NARROW.removeEventListener('change', change);
  }, []);
  return isNarrow ? NARROW_ROW : WIDE_ROW;
}

/** How many rows there are, and those that have been read. Pages out of sight are forgotten. */
function usePages<T>(
  key: string,
  route: string,
  parameters: Parameters,
  { first, last }: { readonly first: number; readonly last: number },
): readonly [number | undefined, (index: number) => T | undefined] {
  const pages = useRef(new Map<number, readonly T[]>());
  const [total, setTotal] = useState<number>();
  const [, draw] = useState(0);
  useEffect(() => {
    pages.current.clear();
    setTotal(undefined);
  }, [key]);
  const from = Math.floor(first / PAGE);
  const to = Math.floor(Math.max(first, last - 1) / PAGE);
  useEffect(() => {
    const wanted = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    return follow(
      (signal) =>
        Promise.all(
          wanted.map((page) =>
            read<Page<T>>(route, { ...parameters, offset: String(page * PAGE), limit: String(PAGE) }, signal),
          ),
        ),
      ({ data }) => {
        for (const page of pages.current.keys())
          if (page < from - 2 || page > to + 2) pages.current.delete(page);
        data?.forEach(({ rows }, index) => pages.current.set(wanted[index] as number, rows));
        setTotal(data?.[0]?.total ?? 0);
        draw((times) => times + 1);
      },
    );
  }, [key, from, to]);
  return [total, (index) => pages.current.get(Math.floor(index / PAGE))?.[index % PAGE]];
}
