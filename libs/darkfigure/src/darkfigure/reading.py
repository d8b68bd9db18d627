"""Reading a table from CSV or from linkage records; whatever is wrong is said with its row, its column and what to do."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from darkfigure.tables import MOST_CASES, MOST_LISTS, CaptureTable, TableError

#: A larger file is not read at all: no table of counts comes near it, and one row a case stays below it.
MOST_BYTES = 32 * 2**20
#: More rows than this, one a case, are refused.
MOST_ROWS = 2_000_000
#: A header column so named, in the first place, holds case identifiers.
IDENTIFIERS = frozenset({"id", "case", "case_id", "record_id"})

# In characters. Ten lists and an identifier are far shorter, and a million columns are not taken apart.
_MOST_LINE = 20_000
_NUMBER = re.compile(r"[0-9]+")
_NUMBER_LIKE = re.compile(r"[-+0-9.,eE' ]{1,20}")
_FORMULA = ("=", "+", "@", "-")
# Characters that hide or reorder what is read. Tabs and line ends are dealt with where they stand; the two joiners
# U+200C and U+200D belong to the spelling of several scripts.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
_SAVE_AS = "Save it as CSV with commas, in UTF-8 (in a spreadsheet: 'CSV UTF-8')."


def read_csv(path: str | os.PathLike[str]) -> CaptureTable:
    """Read a table from a CSV file; see :func:`read_text` for the two shapes.

    Args:
        path: the file.

    Returns:
        The table.

    Raises:
        TableError: when the file cannot be opened, is larger than 32 MB, or holds no usable table.
    """
    name = Path(path).name or os.fspath(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise TableError(f"There is no file {name!r}. Check the name and the folder.") from None
    except IsADirectoryError:
        raise TableError(f"{name!r} is a folder. Name the CSV file in it.") from None
    except PermissionError:
        raise TableError(f"{name!r} may not be read by this user. Ask for the right to read it.") from None
    except (OSError, ValueError) as error:
        raise TableError(f"{name!r} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    return read_text(data, name=name)


def read_text(text: str | bytes, name: str = "the table") -> CaptureTable:
    """Read a table from the text of a CSV file.

    Two shapes are understood. *Counts*: one column of 0 and 1 for each list and a last column ``count``; a history that
    is not there has count 0. *Cases*: one row a case and one column of 0 and 1 for each list; a first column named
    ``id``, ``case``, ``case_id`` or ``record_id`` may hold identifiers, which are neither kept nor repeated in a
    message. Spaces around a value and rows without any value are passed over; nothing else is guessed.

    Args:
        text: the text, or its bytes in UTF-8 with or without byte order mark.
        name: what to call it in a message.

    Returns:
        The table.

    Raises:
        TableError: for the first thing that is wrong, with row (1 is the header) and column where it has them.
    """
    lines = lines_of(decoded(text, name), name)
    first = next(lines, None)
    if first is None:
        raise TableError(f"{name!r} is empty. It needs a header with the names of the lists and a row for each count.")
    header_row, line = first
    check_commas(line, header_row)
    header = [unicodedata.normalize("NFC", field) for field in fields_of(line, header_row)]
    _not_data(header, header_row)
    counted = header[-1].casefold() == "count"
    identified = header[0].casefold() in IDENTIFIERS and len(header) > 1
    if counted and identified:
        raise TableError(
            "A table of counts has no case identifiers. Take this column out, or take out 'count' and give each case a row.",
            header_row,
            header[0],
        )
    lists = header[identified : len(header) - counted]
    check_names(lists, header_row, 1 + identified)
    counts = _count_rows(lines, lists) if counted else _case_rows(lines, lists, identified=identified)
    return _usable(CaptureTable(tuple(lists), counts))


def from_records(records: Iterable[tuple[Hashable, str]], lists: Sequence[str] | None = None) -> CaptureTable:
    """Make a table of linked records: one pair a case and list.

    A case that is named twice on one list is on it once.

    Args:
        records: pairs of a case identifier and the name of a list. Identifiers are neither kept nor repeated.
        lists: the names of all lists in the order wanted; by default in the order they first come up.

    Returns:
        The table.

    Raises:
        TableError: naming the record (from 1) that cannot be used, or when the table they make cannot be.
    """
    place = {name: number for number, name in enumerate(lists or ())}
    histories: dict[Hashable, int] = {}
    for number, record in enumerate(records, start=1):
        if number > MOST_ROWS:
            raise TableError(f"There are more than {MOST_ROWS:,} records. Count the cases first and give the counts.")
        try:
            case, name = record
        except (TypeError, ValueError):
            raise TableError("A record is a pair: the case, and the name of the list it is on.", number) from None
        if not isinstance(name, str) or not name.strip():
            raise TableError("The record has no name of a list. Give it one, or take it out.", number)
        if case is None or case == "" or case != case:
            raise TableError("The record has no case identifier. Give it one, or take it out.", number)
        if lists is None and name not in place:
            if len(place) == MOST_LISTS:
                raise TableError(f"This is list number {MOST_LISTS + 1}; at most {MOST_LISTS} can be used.", number)
            place[name] = len(place)
        elif name not in place:
            raise TableError("The record names a list that is not among the lists given.", number)
        histories[case] = histories.get(case, 0) | 1 << place[name]
    if not place:
        raise TableError("There is no record. Give one pair (case, list) for each list a case is on.")
    check_names(list(place), None, 1)
    counts = np.bincount(np.fromiter(histories.values(), np.int64, len(histories)), minlength=1 << len(place))
    return _usable(CaptureTable(tuple(place), counts))


# --- From bytes to fields ------------------------------------------------------------------------


def decoded(text: str | bytes, name: str) -> str:
    """Return the text without its byte order mark, or say what the file is instead of UTF-8.

    Args:
        text: the text, or its bytes.
        name: what to call it in a message.

    Raises:
        TableError: when it is too large, not in UTF-8, or holds characters that cannot be seen.
    """
    if len(text) > MOST_BYTES:
        raise TableError(
            f"{name!r} is larger than {MOST_BYTES // 2**20} MB and was not read. Count the cases by history first: "
            "one row a history with its count."
        )
    if isinstance(text, bytes):
        text = _from_bytes(text, name)
    text = text.removeprefix("\ufeff")
    hidden = _HIDDEN.search(text)
    if hidden:
        raise TableError(
            f"There is a character that cannot be seen (U+{ord(hidden[0]):04X}). Type the row again by hand.",
            _row_after(text[: hidden.start()]),
        )
    return text


def _from_bytes(data: bytes, name: str) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TableError(f"{name!r} is a spreadsheet and no CSV. {_SAVE_AS}")
    begin = data[:256]
    # Every letter, digit and comma of UTF-16 has a zero byte, also where a header in Chinese comes first.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or begin.count(0) * 10 > len(begin):
        raise TableError(f"{name!r} is in UTF-16 (spreadsheets call it 'Unicode text'). {_SAVE_AS}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = _row_after(data[: error.start].decode("latin-1"))
        raise TableError(f"The text is not in UTF-8 (perhaps in Big5 or Windows-1252). {_SAVE_AS}", row) from None


def _row_after(text: str) -> int:
    """Return the number of the line that follows this text."""
    return len(re.findall(r"\r\n|\r|\n", text)) + 1


def lines_of(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold any value, with their numbers from 1.

    Args:
        text: the text, decoded.
        name: what to call it in a message.

    Raises:
        TableError: when a line is too long for a table.
    """
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        if len(line) > _MOST_LINE:
            raise TableError(
                f"The line is {len(line):,} characters long; {name!r} cannot be a table of at most {MOST_LISTS} lists. "
                "Give one column a list and one row a history or a case.",
                number,
            )
        if line.strip(', \t"\n'):
            yield number, line.rstrip("\n")


def fields_of(line: str, row: int) -> list[str]:
    """Take one line apart. A value that runs over the end of the line is refused: rows are counted by lines.

    Args:
        line: the line.
        row: its number.

    Raises:
        TableError: when its quotation marks do not match.
    """
    if '"' not in line:
        return [field.strip() for field in line.split(",")]
    try:
        return [field.strip() for field in next(csv.reader([line], strict=True, skipinitialspace=True))]
    except csv.Error:
        raise TableError(
            "The quotation marks do not match, or a value holds a line break. Put each value on one line.", row
        ) from None


def check_commas(line: str, row: int) -> None:
    """Refuse a header (its line and number) with the separators that spreadsheets write in some countries.

    Raises:
        TableError: naming the separator.
    """
    for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
        if line.count(mark) > line.count(","):
            raise TableError(f"The columns are separated by {word}, not by commas. {_SAVE_AS}", row)


# --- The header ----------------------------------------------------------------------------------


def _not_data(header: list[str], row: int) -> None:
    """Refuse a first line that holds data: every column, or every one but the first, is a number."""
    numbers = [bool(_NUMBER_LIKE.fullmatch(field)) and any(c.isdigit() for c in field) for field in header]
    if all(numbers[1:]) and (numbers[0] or len(numbers) > 1):
        raise TableError("The first line holds numbers and no header. Begin with a line that names the lists.", row)


def check_names(lists: list[str], row: int | None, first: int) -> None:
    """Refuse names that are missing, alike, or not fit to be shown.

    Args:
        lists: the names.
        row: the line of the header, where there is one.
        first: the number (from 1) of the column the first of them heads.

    Raises:
        TableError: naming the column.
    """
    if not lists:
        raise TableError("No column is a list. Give each list a column of 0 and 1.", row)
    seen: dict[str, str] = {}
    for number, name in enumerate(lists, start=first):
        if not name:
            raise TableError(f"Column number {number} has no name. Name its list, or take the column out.", row)
        if name.startswith(_FORMULA) or "\t" in name or "\n" in name or _HIDDEN.search(name) or len(name) > 100:
            raise TableError(
                f"The name of column number {number} begins like a formula, is longer than 100 characters or holds "
                "characters that cannot be seen. Give the list a plain name.",
                row,
            )
        if name.casefold() == "count":
            raise TableError("The column 'count' must be the last one, and there is only one. Move it.", row, name)
        alike = unicodedata.normalize("NFKC", name).casefold()
        if alike in seen:
            raise TableError("Two lists have this name. Give each list a name of its own.", row, seen[alike])
        seen[alike] = name
    if len(lists) > MOST_LISTS:
        raise TableError(
            f"There are {len(lists)} lists; at most {MOST_LISTS} can be used. Join lists of one kind (for example all "
            "police forces) before you count.",
            row,
        )


# --- The rows ------------------------------------------------------------------------------------


def _count_rows(lines: Iterator[tuple[int, str]], lists: list[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    counts = np.zeros(1 << len(lists), dtype=np.int64)
    first: dict[int, int] = {}
    for row, line in lines:
        fields = fields_of(line, row)
        if len(fields) != len(lists) + 1:
            raise TableError(
                f"The row has {len(fields)} values where {len(lists) + 1} are needed: one for each list, and the "
                "count. Write counts without commas in them.",
                row,
            )
        mask = _history(fields[:-1], lists, row)
        if not mask:
            raise TableError(
                "This is the count of the cases on no list. Nobody has counted those: they are what is estimated. "
                "Take the row out.",
                row,
            )
        if mask in first:
            raise TableError(f"The same history stands in row {first[mask]}. Give each history one row.", row)
        first[mask] = row
        counts[mask] = _count(fields[-1], row)
    return counts


def _case_rows(
    lines: Iterator[tuple[int, str]], lists: list[str], *, identified: bool
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    counts = np.zeros(1 << len(lists), dtype=np.int64)
    first: dict[str, int] = {}  # identifiers live no longer than this call: only to find a case that has two rows
    for number, (row, line) in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise TableError(f"There are more than {MOST_ROWS:,} rows. Count the cases by history first.", row)
        fields = fields_of(line, row)
        if len(fields) != len(lists) + identified:
            raise TableError(
                f"The row has {len(fields)} values where the header has {len(lists) + identified} columns.", row
            )
        if identified and fields[0]:
            other = first.setdefault(fields[0], row)
            if other != row:
                raise TableError(
                    f"Row {other} has the same case identifier. Give each case one row, with 1 for every list it is on.",
                    row,
                )
        mask = _history(fields[identified:], lists, row)
        if not mask:
            raise TableError("The case is on no list. Mark the list it is on with 1, or take the row out.", row)
        counts[mask] += 1
    return counts


def _history(marks: list[str], lists: list[str], row: int) -> int:
    """Return the mask of a row of marks. What else stands there is not repeated: it may be somebody's name."""
    mask = 0
    for place, mark in enumerate(marks):
        if mark == "1":
            mask |= 1 << place
        elif mark != "0":
            _refuse_mark(mark, lists[place], row, last=place == len(lists) - 1)
    return mask


def _refuse_mark(mark: str, name: str, row: int, *, last: bool) -> NoReturn:
    what = "is empty" if not mark else "holds a formula" if mark.startswith(_FORMULA) else "is neither 0 nor 1"
    hint = " If this column holds numbers of cases, call it 'count'." if last and _NUMBER.fullmatch(mark) else ""
    raise TableError(f"The value {what}. Write 1 where the cases are on the list and 0 where not.{hint}", row, name)


def _count(text: str, row: int) -> int:
    """Return a number of cases written as plain digits."""
    if _NUMBER.fullmatch(text) and (text == "0" or not text.startswith("0")):
        if len(text) > 10 or int(text) > MOST_CASES:
            shown = f"{int(text):,}" if len(text) <= 20 else f"A number of {len(text)} digits"
            raise TableError(f"{shown} is more than {MOST_CASES:,} cases. Check it.", row, "count")
        return int(text)
    what = f"{text!r}" if _NUMBER_LIKE.fullmatch(text) else "The value"
    why = "is missing" if not text else "is a formula" if text.startswith(("=", "+", "@")) else "is no number of cases"
    if not text:
        what = "The count"
    raise TableError(
        f"{what} {why}. Write a whole number in plain digits: no decimals, no minus, no thousands separator.",
        row,
        "count",
    )


# --- The table -----------------------------------------------------------------------------------


def _usable(table: CaptureTable) -> CaptureTable:
    """Refuse a table that no method can say anything about."""
    if table.n == 0:
        raise TableError("The table holds no case.")
    if table.n == 1:
        raise TableError("The table holds a single case. Nothing can be estimated from one.")
    for name in table.empty_lists():
        raise TableError("No case is on this list. Take the column out, or fill it.", column=name)
    for first, second in table.same_lists():
        raise TableError(
            f"This list holds exactly the cases of {first!r}. Two copies of one list are one list: take one out.",
            column=second,
        )
    return table
