"""The table of `Scripts/bench`."""
import statistics


class Row:
    """One kind of work: what was asked for, and the figures of each run.

    `least` is the figure asked for at least; `fewer` says that less is better.
    """

    def __init__(self, work, at_least, aim, figures, unit, peak_bytes, least=None, fewer=False):
        self.work, self.at_least, self.aim, self.figures, self.unit, self.peak_bytes = work, at_least, aim, figures, unit, peak_bytes
        self.least, self.fewer = least, fewer

    def cells(self):
        median = statistics.median(self.figures)
        missed = self.least is not None and (median > self.least if self.fewer else median < self.least)
        return [
            self.work, self.at_least, self.aim, f"{_figure(median)} {self.unit}" + (" MISSED" if missed else ""),
            f"{_figure(min(self.figures))} to {_figure(max(self.figures))}" if len(self.figures) > 1 else "one run",
            f"{self.peak_bytes / 1e6:,.0f} MB",
        ]


def table(rows):
    cells = [["work", "at least", "aim", "measured (median)", "spread", "peak memory"]] + [row.cells() for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _figure(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
