"""Plain tables of lists, for a terminal or a pipe."""

from __future__ import annotations

from rich.table import Table


def list_table(*columns: str) -> Table:
    """A table without lines; columns named `>…` hold figures, and those whose name ends with `…` may be folded."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False)
    for column in columns:
        name = column.removeprefix(">").removesuffix("…")
        table.add_column(
            name,
            justify="right" if column.startswith(">") else "left",
            no_wrap=not column.endswith("…"),
            overflow="fold",
        )
    return table
