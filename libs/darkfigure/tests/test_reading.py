"""Reading CSV: what is understood, and that everything else is refused with its place and what to do."""

import os
import time

import pytest
from darkfigure.models import members
from darkfigure.reading import MOST_BYTES, MOST_ROWS, from_records, read_csv, read_text
from darkfigure.tables import CaptureTable, TableError
from hypothesis import given, settings
from hypothesis import strategies as st

COUNTS = "Police,Shelter,Hotline,count\n1,0,0,30\n0,1,0,20\n0,0,1,9\n1,1,0,4\n0,1,1,1\n"
CASES = "case_id,Police,Shelter\nHK-1,1,0\nHK-2,1,1\nHK-3,0,1\nHK-4,0,1\n"


def refused(text: str | bytes) -> TableError:
    with pytest.raises(TableError) as caught:
        read_text(text)
    return caught.value


# --- What is understood ---------------------------------------------------------------------------


def test_counts_are_read_and_missing_histories_are_0():
    table = read_text(COUNTS)
    assert table.lists == ("Police", "Shelter", "Hotline")
    assert table.n == 64
    assert table.counts.tolist() == [0, 30, 20, 4, 9, 0, 1, 0]


def test_one_row_a_case_gives_the_same_table_as_its_counts():
    table = read_text(CASES)
    assert table == CaptureTable.from_counts(["Police", "Shelter"], [(1, 0, 1), (0, 1, 2), (1, 1, 1)])
    assert read_text("Police,Shelter\n1,0\n1,1\n0,1\n0,1\n") == table


@pytest.mark.parametrize("name", ["id", "case", "case_id", "record_id", "Case_ID"])
def test_identifier_columns_are_left_out(name):
    assert read_text(CASES.replace("case_id", name)).lists == ("Police", "Shelter")


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + COUNTS.encode(),
        COUNTS.replace("\n", "\r\n"),
        COUNTS.replace("\n", "\r"),
        COUNTS.replace(",", " , "),
        COUNTS.replace("count", " Count "),
        COUNTS + "\n,,,\n\n",
        "\n" + COUNTS,
        COUNTS.replace("Shelter", '"Shelter"'),
        COUNTS + "1,0,1,0\n",
    ],
    ids=["bom", "crlf", "cr", "spaces", "capitals", "empty rows", "empty first row", "quotes", "count 0"],
)
def test_the_same_table_in_other_spellings(written):
    assert read_text(written) == read_text(COUNTS)


def test_names_may_hold_commas_and_any_script():
    table = read_text('"警方, 入境處",एनजीओ,count\n1,0,5\n0,1,6\n1,1,2\n')
    assert table.lists == ("警方, 入境處", "एनजीओ")
    assert read_text(table.to_csv()) == table


def test_a_single_list_is_read():
    assert read_text("Police,count\n1,12\n").n == 12


names = st.lists(
    st.text(st.sampled_from("abcxyzABC 警方&é,\"'1"), min_size=1, max_size=8).map(lambda s: "L" + s.strip()),
    min_size=1,
    max_size=5,
    unique_by=str.casefold,
)


@settings(deadline=None, max_examples=60)
@given(names, st.data())
def test_what_to_csv_writes_is_read_back(lists, data):
    size = 1 << len(lists)
    counts = data.draw(st.lists(st.integers(1, 10**8), min_size=size - 1, max_size=size - 1))
    single = {1 << i for i in range(len(lists))}
    empty = data.draw(st.sets(st.sampled_from(sorted(set(range(1, size)) - single)))) if len(lists) > 1 else set()
    table = CaptureTable(tuple(lists), [0, *[0 if m in empty else c + 1 for m, c in enumerate(counts, 1)]])
    assert read_text(table.to_csv()) == table
    assert read_text(table.to_csv().encode("utf-8-sig")).sha256 == table.sha256


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 7), min_size=4, max_size=40))
def test_cases_and_linkage_records_give_one_table(histories):
    lists = ["A", "B", "C"]
    counts = [histories.count(mask) for mask in range(8)]
    table = CaptureTable(tuple(lists), counts)
    rows = "".join(f"{k},{m & 1},{m >> 1 & 1},{m >> 2}\n" for k, m in enumerate(histories))
    records = [(k, lists[i]) for k, m in enumerate(histories) for i in members(m)]
    if table.empty_lists() or table.same_lists():
        with pytest.raises(TableError):
            read_text("id,A,B,C\n" + rows)
        with pytest.raises(TableError):
            from_records(records, lists)
    else:
        assert read_text("id,A,B,C\n" + rows) == table
        assert from_records(records + records[:3], lists) == table
        assert from_records(records).reorder(lists) == table


# --- What is refused ------------------------------------------------------------------------------

HEAD = "A,B,C,count\n1,0,0,7\n"


@pytest.mark.parametrize(
    ("text", "row", "column", "says"),
    [
        (HEAD + "1,1,0,3.0\n", 3, "count", "whole number"),
        (HEAD + "1,1,0,3.5\n", 3, "count", "'3.5'"),
        (HEAD + "1,1,0,-3\n", 3, "count", "minus"),
        (HEAD + "1,1,0,3e2\n", 3, "count", "plain digits"),
        (HEAD + '1,1,0,"1,234"\n', 3, "count", "thousands"),
        (HEAD + "1,1,0,1,234\n", 3, None, "5 values where 4"),
        (HEAD + "1,1,0,1 234\n", 3, "count", "thousands"),
        (HEAD + "1,1,0,007\n", 3, "count", "plain digits"),
        (HEAD + "1,1,0,\u0663\n", 3, "count", "plain digits"),
        (HEAD + "1,1,0,nan\n", 3, "count", "whole number"),
        (HEAD + "1,1,0,\n", 3, "count", "missing"),
        (HEAD + "1,1,0,=SUM(D2:D3)\n", 3, "count", "formula"),
        (HEAD + "1,1,0,+5\n", 3, "count", "formula"),
        (HEAD + "1,1,0,@x\n", 3, "count", "formula"),
        (HEAD + "1,1,0,1000000000000\n", 3, "count", "1,000,000,000,000 is more than 1,000,000,000"),
        (HEAD + "1,1,0," + "9" * 3000 + "\n", 3, "count", "3000 digits"),
        (HEAD + "1,1,0,1000000000\n", None, None, "add up"),
        (HEAD + "1,2,0,3\n", 3, "B", "neither 0 nor 1"),
        (HEAD + "1,1.0,0,3\n", 3, "B", "neither 0 nor 1"),
        (HEAD + "1,yes,0,3\n", 3, "B", "neither 0 nor 1"),
        (HEAD + "1,,0,3\n", 3, "B", "is empty"),
        (HEAD + "1,=B2,0,3\n", 3, "B", "formula"),
        (HEAD + "1,１,0,3\n", 3, "B", "neither 0 nor 1"),
        (HEAD + "1,1,3\n", 3, None, "3 values where 4"),
        (HEAD + "0,0,0,3\n", 3, None, "on no list"),
        (HEAD + "0,0,0,0\n", 3, None, "on no list"),
        (HEAD + "0,1,0,2\n\n1,0,0,3\n", 5, None, "row 2"),
        (HEAD + '1,"1,0,3\n', 3, None, "quotation marks"),
        (HEAD + "1,0,1,3\n0,1,1,4\u202e\n", 4, None, "U+202E"),
        (HEAD + "1,0,1,3\x00\n", 3, None, "U+0000"),
        ("A,A,count\n1,0,3\n", 1, "A", "name of its own"),
        ("A,a,count\n1,0,3\n", 1, "A", "name of its own"),
        ("A,,count\n1,0,3\n", 1, None, "Column number 2"),
        ("A,B,count,\n1,0,3,\n", 1, "count", "last"),
        ("A,count,B\n1,3,0\n", 1, "count", "last"),
        ("A,count,count\n1,3,0\n", 1, "count", "last"),
        ("count\n3\n", 1, None, "No column is a list"),
        ("=A,B,count\n1,0,3\n", 1, None, "formula"),
        ("1,0,0,7\n0,1,0,3\n", 1, None, "no header"),
        ("HK-17,1,0\nHK-18,0,1\n", 1, None, "no header"),
        ("3\n4\n", 1, None, "no header"),
        ("id,A,count\n7,1,3\n", 1, "id", "no case identifiers"),
        ("A;B;count\n1;0;3\n", 1, None, "semicolons"),
        ("A\tB\tcount\n1\t0\t3\n", 1, None, "tabs"),
        ("A|B|count\n1|0|3\n", 1, None, "vertical bars"),
        (",".join(f"L{i}" for i in range(12)) + ",count\n", 1, None, "12 lists; at most 10"),
        ("A,B,count\n", None, None, "no case"),
        ("A,B,count\n1,1,0\n", None, None, "no case"),
        ("A,B,count\n1,1,1\n", None, None, "a single case"),
        ("A,B\n1,1\n", None, None, "a single case"),
        ("A,B,count\n1,0,5\n", None, "B", "No case is on this list"),
        ("A,B,C,count\n1,0,1,5\n0,1,0,3\n1,1,1,2\n", None, "C", "exactly the cases of 'A'"),
        ("id,A,B\n1,1,0\n2,0,0\n3,1,1\n", 3, None, "on no list"),
        ("A,B\n1,0\n1,0,1\n", 3, None, "3 values"),
        ("A,B\n1,0\n0,12\n", 3, "B", "call it 'count'"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, row, column, says):
    error = refused(text)
    assert (error.row, error.column) == (row, column)
    assert says in str(error)
    assert refused(text.encode()).args == error.args


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (COUNTS.encode("utf-16"), "UTF-16"),
        (COUNTS.encode("utf-16-le"), "UTF-16"),
        (COUNTS.encode("utf-16-be"), "UTF-16"),
        ("香港警務處,入境事務處,社會福利署,count\n1,0,0,3\n".encode("utf-16-le"), "UTF-16"),
        ("警方,庇護所,count\n1,0,3\n".encode("big5"), "Big5"),
        (b"PK\x03\x04" + bytes(300), "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(300), "spreadsheet"),
    ],
)
def test_other_files_and_encodings_are_named(data, says):
    message = str(refused(data))
    assert says in message
    if "empty" not in says:
        assert "CSV UTF-8" in message


def test_the_row_of_a_byte_that_is_not_utf8_is_named():
    assert refused(HEAD.encode() + b"1,1,0,3\n0,1,0,\xe9\n").row == 4


@pytest.mark.parametrize("secret", ["Maria Santos", "Z683365(5)", "91234567"])
def test_nothing_of_a_case_is_repeated(secret):
    texts = [
        f"case_id,A,B\n{secret},1,0\n{secret},0,1\n",
        f"id,A,B\n{secret},0,0\n",
        f"id,A,B\n{secret},1\n",
        f"A,B\n1,{secret}\n",
        f"name,A,B\n{secret},1,0\n",
        f"{secret},1,0\nx,0,1\n",
        f'id,A,B\n"{secret},1,0\n',
    ]
    for text in texts:
        assert secret not in str(refused(text))
    assert str(refused(texts[0])).startswith("Row 3: Row 2 has the same case identifier")
    for records in ([(secret, "")], [(secret, 7)], [(secret, "A")], [(secret, "A", 1)], [(secret, "=A"), (2, "=A")]):
        with pytest.raises(TableError) as caught:
            from_records(records)
        assert secret not in str(caught.value)


def test_very_large_files_are_refused_quickly(tmp_path):
    begun = time.process_time()
    assert "1,000,005" not in str(refused("A," * 1_000_000 + "count\n1,2\n"))
    assert "characters long" in str(refused("A,count\n" + "1," * 1_000_000))
    assert "quotation" in str(refused('"a\n",' * 1_000_000))
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(MOST_BYTES * 40)
    with pytest.raises(TableError, match=r"'big.csv' is larger than 32 MB"):
        read_csv(big)
    assert time.process_time() - begun < 2


def test_more_rows_than_two_million_are_refused(monkeypatch):
    assert MOST_ROWS == 2_000_000
    monkeypatch.setattr("darkfigure.reading.MOST_ROWS", 50)
    assert read_text("A\n" + "1\n" * 50).n == 50
    assert refused("A\n" + "1\n" * 51).row == 52
    with pytest.raises(TableError, match="more than 50 records"):
        from_records((k, "A") for k in range(51))


def test_files_that_cannot_be_opened_are_named(tmp_path):
    with pytest.raises(TableError, match=r"no file 'none.csv'"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(TableError, match="is a folder"):
        read_csv(tmp_path)
    with pytest.raises(TableError, match="cannot be read"):
        read_csv("a\0b")
    locked = tmp_path / "locked.csv"
    locked.write_text(COUNTS)
    locked.chmod(0)
    if not os.access(locked, os.R_OK):
        with pytest.raises(TableError, match="may not be read"):
            read_csv(locked)
    locked.chmod(0o600)
    assert read_csv(locked) == read_csv(str(locked)) == read_text(COUNTS)


@pytest.mark.parametrize(
    ("records", "row", "says"),
    [
        ([], None, "no record"),
        ([(1, "A"), (2, " ")], 2, "no name of a list"),
        ([(1, "A"), (None, "A")], 2, "no case identifier"),
        ([(1, "A"), ("", "A")], 2, "no case identifier"),
        ([(1, "A"), (float("nan"), "A")], 2, "no case identifier"),
        ([(1, "A"), 5], 2, "is a pair"),
        ([(k, f"L{k}") for k in range(12)], 11, "at most 10"),
        ([(1, "A")], None, "a single case"),
        ([(1, "A"), (1, "B"), (2, "A"), (2, "B")], None, "exactly the cases"),
    ],
)
def test_records_that_cannot_be_used(records, row, says):
    with pytest.raises(TableError, match=says) as caught:
        from_records(records)
    assert caught.value.row == row


def test_lists_given_with_records_are_all_there_are():
    with pytest.raises(TableError, match="not among the lists"):
        from_records([(1, "A"), (2, "B")], ["A"])
    assert from_records([(1, "B"), (2, "A"), (1, "A")], ["A", "B"]).lists == ("A", "B")


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.binary(max_size=60), st.text(st.sampled_from('AB01,\n\r"=;count\t 9-.'), max_size=60)))
def test_any_bytes_give_a_table_or_a_sentence(data):
    try:
        table = read_text(data)
    except TableError as error:
        message = str(error)
    else:
        message = f"{table.n} cases." if table.n > 1 and not table.empty_lists() else "A table nobody can use"
    assert message.endswith(".")
