"""What the command understands, with help that can be learned from; nothing heavy is imported to show it."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from darkfigure import __version__
from darkfigure.cli import kinds

#: The methods of ``estimate`` and ``compare``; written out here since the modules that hold them import NumPy.
METHODS = ("stepwise", "bic", "aic", "independence", "fixed", "chao", "dga", "lcmcr")
AVERAGES = ("bic-average", "aic-average")
COMPARED = (*(method for method in METHODS if method != "fixed"), *AVERAGES)
SIMULATED = ("stepwise", "bic", "aic", "independence")
INTERVALS = ("bca", "percentile", "parametric", "profile", "wald", "credible")
FIGURES = ("overlap", "forest", "models", "bootstrap", "ladder", "departure", "thresholds", "chapman", "range")
FORMATS = ("html", "markdown", "json")

_TABLE = """\
TABLE.csv is a path, - for standard input, or dataset:NAME for a published table
(darkfigure datasets lists them). It has one column of 0 and 1 for each list and a
last column 'count'; or one row a case, then without 'count'.

Exit status: 0 done; 2 bad input or usage; 3 not estimable, which is a result and
is printed with its reasons; 130 after Ctrl-C.
"""


class UsageError(Exception):
    """The command was not understood; the message says what to write."""


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what was not understood, and leaves the exit to ``main``."""

    def error(self, message: str) -> NoReturn:
        """Raise what would be printed with the whole usage."""
        place = self.prog.removeprefix("darkfigure").strip()
        raise UsageError(f"{place + ': ' if place else ''}{message}. See: {self.prog} --help")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    top = _Parser(
        prog="darkfigure",
        description="How many cases does nobody see? Estimates the total from several lists that overlap (multiple "
        "systems estimation), with an honest range, and refuses where no estimate exists.",
        epilog="Begin with:\n"
        "  darkfigure check dataset:UKdat        what the lists hold, and whether they carry an estimate\n"
        "  darkfigure compare dataset:UKdat      several methods side by side, and the range they span\n"
        "  darkfigure report dataset:UKdat -o page.html\n\n" + _TABLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"darkfigure {__version__}")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for add in (_check, _estimate, _compare, _sensitivity, _coverage, _report, _plot, _survey, _simulate, _datasets):
        add(commands)
    return top


# --- The commands -----------------------------------------------------------------------------------


def _check(commands: Any) -> None:
    this = _command(
        commands, "check", "checking:check", "what a table holds, and whether it carries an estimate",
        ["check lists.csv", "check dataset:Artificial_3 --model '[12,13,23]'   can this model be fitted?"],
    )  # fmt: skip
    _table(this)
    this.add_argument("--model", metavar="M", help="a further model whose fit is to be looked for, such as '[12,13,4]'")
    _level(this, "of the interval of Chao's bound")
    _declarations(this)
    _output(this)
    # Nothing here is drawn at random; a script may give the same options to every command.
    this.add_argument("--seed", type=kinds.seed, help=argparse.SUPPRESS)
    this.add_argument("--boot", type=kinds.replicates, help=argparse.SUPPRESS)


def _estimate(commands: Any) -> None:
    this = _command(
        commands, "estimate", "estimates:estimate", "the total by one method, with its range, grade and warnings",
        [
            "estimate lists.csv",
            "estimate lists.csv --method bic --average --boot 2000 --json",
            "estimate lists.csv --model '[12,13,4]' --interval profile",
            "estimate - --boot 0 < lists.csv           no bootstrap, so no range",
        ],
    )  # fmt: skip
    _table(this)
    this.add_argument(
        "--method", choices=[*METHODS, *AVERAGES], help="how (default: stepwise; fixed where a model is given)"
    )
    this.add_argument(
        "--model", metavar="M", help="a model chosen beforehand: its largest terms by list number, such as '[12,13,4]'"
    )
    this.add_argument("--average", action="store_true", help="bic, aic: average over models instead of the best one")
    this.add_argument("--interval", choices=INTERVALS, help="the range to show first (default: the method's own)")
    _threshold(this)
    this.add_argument(
        "--max-order", type=kinds.whole(1, 10), default=2, metavar="K", help="bic, aic: most lists in a term (2)"
    )
    this.add_argument(
        "--top", type=kinds.whole(1, 10**6), metavar="K",
        help="bic, aic: models the replicates choose from, the best first (all up to 1,024, else 100)",
    )  # fmt: skip
    this.add_argument("--delta", type=kinds.positive, metavar="D", help="dga: the prior weight of a cell (2^-lists)")
    _chance(this)
    _declarations(this)
    _output(this)


def _compare(commands: Any) -> None:
    this = _command(
        commands, "compare", "estimates:compare", "several methods side by side, and the range they honestly span",
        ["compare lists.csv", "compare lists.csv --method stepwise --method bic --method lcmcr --json"],
    )  # fmt: skip
    _table(this)
    _methods(this)
    _chance(this)
    _declarations(this)
    _output(this)


def _sensitivity(commands: Any) -> None:
    this = _command(
        commands, "sensitivity", "robustness:sensitivity", "what the estimate rests on",
        ["sensitivity lists.csv --claim 20000 --claim 100000   what would have to be true for these totals?"],
    )  # fmt: skip
    _table(this)
    this.add_argument("--method", choices=["stepwise"], default="stepwise", help="the method it is computed for")
    _threshold(this)
    _claims(this)
    _chance(this)
    _declarations(this)
    _output(this)


def _coverage(commands: Any) -> None:
    this = _command(
        commands, "coverage", "robustness:coverage", "how often the interval holds the truth, on data like yours",
        ["coverage lists.csv", "coverage lists.csv --sets 100 --boot 500 --level 0.9 --level 0.95"],
    )  # fmt: skip
    _table(this)
    this.add_argument("--method", choices=SIMULATED, default="stepwise", help="whose interval (stepwise)")
    _sets(this, 500, "data sets that are made up (500)")
    this.add_argument(
        "--level", type=kinds.level, action="append", metavar="L", help="a nominal level; may be repeated (0.8, 0.95)"
    )
    _threshold(this)
    _chance(this, level=False)
    _output(this)


def _report(commands: Any) -> None:
    this = _command(
        commands, "report", "pages:report", "one page in plain words, and how its numbers came about",
        [
            "report lists.csv -o page.html --title 'Forced labour' --population 7500000",
            "report lists.csv --language zh-hant --format markdown -o page.md",
        ],
    )  # fmt: skip
    # Methods are compared at the usual threshold; what the estimate rests on is computed for the same.
    this.set_defaults(threshold=0.02)
    _table(this)
    this.add_argument("-o", "--output", type=kinds.place, metavar="FILE", help="where to write it (standard output)")
    this.add_argument("--format", choices=FORMATS, default="html", help="html (default), markdown or json")
    this.add_argument("--language", default="en", metavar="TAG", help="en (default) or zh-hant")
    this.add_argument("--title", help="the title of the page")
    this.add_argument(
        "--population", type=kinds.whole(1, 10**11), metavar="P", help="people who live there, for a rate per 100,000"
    )
    this.add_argument("--date", help="the date that is printed; none without it")
    for name, words in (
        ("subject", "what is counted, such as 'cases of forced labour'"),
        ("place", "where"),
        ("period", "when"),
        ("definition", "who counts as a case"),
        ("publisher", "who publishes it"),
    ):
        this.add_argument(f"--{name}", help=words)
    _publish_below(this)
    _methods(this)
    _claims(this)
    _sets(this, 0, "simulate the coverage of the interval with so many data sets (0: not)")
    _chance(this)
    _declarations(this)
    _output(this)


def _plot(commands: Any) -> None:
    this = _command(
        commands, "plot", "drawing:plot", "a figure as SVG, with its words and its table",
        ["plot lists.csv -o methods.svg", "plot lists.csv --figure departure --claim 20000 -o claim.svg"],
    )  # fmt: skip
    _table(this)
    this.add_argument("--figure", choices=FIGURES, default="forest", help="which (forest: all methods)")
    this.add_argument("-o", "--output", type=kinds.place, metavar="FILE", help="where to write it (standard output)")
    this.add_argument("--language", default="en", metavar="TAG", help="en (default) or zh-hant")
    _publish_below(this)
    _methods(this)
    _threshold(this)
    _claims(this)
    _chance(this)
    _output(this)


def _survey(commands: Any) -> None:
    this = _command(
        commands, "survey", "surveying:survey", "a share of a population, from a sample of it",
        [
            "survey --positive 175 --size 1049 --population 330000",
            "survey answers.csv        columns: answer (0 or 1), and weight, stratum, cluster where there are any",
        ],
        table=False,
    )  # fmt: skip
    this.add_argument("answers", nargs="?", metavar="ANSWERS.csv", help="one row an answer; - for standard input")
    this.add_argument("--positive", type=kinds.whole(0, 10**9), metavar="K", help="positive answers, instead of a file")
    this.add_argument("--size", type=kinds.whole(1, 10**9), metavar="N", help="answers in all, instead of a file")
    this.add_argument("--population", type=kinds.whole(1, 10**11), metavar="P", help="people the sample is drawn from")
    _level(this)
    _output(this)


def _simulate(commands: Any) -> None:
    this = _command(
        commands, "simulate", "making:simulate", "made-up tables with a known total",
        [
            "simulate --total 5000 --capture 0.1,0.2,0.05 --pair A,B=2.5 > made.csv",
            "simulate --total 5000 --lists A,B,C --model '[12,3]' --coefficient 1=-2 --coefficient 12=0.7",
            "simulate lists.csv --reps 100 -o made      from the model fitted to a table",
        ],
        table=False,
    )  # fmt: skip
    this.add_argument("table", nargs="?", metavar="TABLE.csv", help="simulate from the model fitted to this table")
    this.add_argument("--total", type=kinds.whole(1, 10**9), metavar="N", help="cases, seen and unseen: the truth")
    this.add_argument(
        "--capture", type=kinds.numbers, metavar="P,P,P", help="for each list the chance that a case is on it"
    )
    this.add_argument("--pair", action="append", default=[], metavar="A,B=R", help="the odds ratio of two lists")
    this.add_argument("--lists", type=kinds.names, metavar="A,B,C", help="names of the lists (A, B, C, ...)")
    this.add_argument("--model", metavar="M", help="a model, such as '[12,3]': with coefficients, or for the table")
    this.add_argument("--coefficient", action="append", default=[], metavar="T=V", help="of a term, such as 12=0.7")
    this.add_argument("--reps", type=kinds.whole(1, 100_000), default=1, metavar="R", help="tables (1)")
    this.add_argument(
        "-o", "--output", type=kinds.place, metavar="DIR", help="the folder for the tables; a FILE.csv for a single one"
    )
    this.add_argument("--seed", type=kinds.seed, default=1, metavar="S", help="repeats them (1)")
    _output(this)


def _datasets(commands: Any) -> None:
    this = _command(
        commands, "datasets", "making:datasets", "the published tables that come with darkfigure",
        ["datasets", "datasets UKdat            the table as CSV", "datasets UKdat --about    its lists and papers"],
        table=False,
    )  # fmt: skip
    this.add_argument("name", nargs="?", metavar="NAME", help="print this table as CSV")
    this.add_argument("--about", action="store_true", help="say what the table is and which papers to cite")
    this.add_argument(
        "-o", "--output", type=kinds.place, metavar="FILE", help="where to write the table (standard output)"
    )
    _output(this)


# --- Options that several share ---------------------------------------------------------------------


def _command(
    commands: Any, name: str, run: str, words: str, examples: list[str], *, table: bool = True
) -> argparse.ArgumentParser:
    lines = "\n".join(f"  darkfigure {example}" for example in examples)
    this: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog=f"For example:\n{lines}\n" + (f"\n{_TABLE}" if table else ""),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    this.set_defaults(run=run)
    return this


def _table(this: argparse.ArgumentParser) -> None:
    this.add_argument("table", metavar="TABLE.csv", help="the table; see below")


def _output(this: argparse.ArgumentParser) -> None:
    group = this.add_argument_group("output")
    group.add_argument("--json", action="store_true", help="print JSON; its schema comes with darkfigure")
    group.add_argument("--progress", action="store_true", help="say on standard error how far it is")
    group.add_argument("--quiet", action="store_true", help="say nothing on standard error but errors")


def _level(this: Any, words: str = "of the range") -> None:
    this.add_argument("--level", type=kinds.level, default=0.95, metavar="L", help=f"the level {words} (0.95)")


def _chance(this: argparse.ArgumentParser, *, level: bool = True) -> None:
    group = this.add_argument_group("bootstrap")
    group.add_argument(
        "--boot", type=kinds.replicates, default=1000, metavar="N", help="replicates (1000); 0 for none, and no range"
    )
    group.add_argument("--seed", type=kinds.seed, default=1, metavar="S", help="repeats everything drawn by chance (1)")
    if level:
        _level(group)
    group.add_argument("--engine", choices=["numpy", "numba"], help="arithmetic (chosen by the work); results agree")
    group.add_argument("--threads", type=kinds.whole(1, 1024), metavar="N", help="for numba (all); results agree")


def _threshold(this: argparse.ArgumentParser) -> None:
    this.add_argument(
        "--threshold",
        type=kinds.share,
        default=0.02,
        metavar="P",
        help="stepwise: pairs enter below this p-value (0.02)",
    )


def _methods(this: argparse.ArgumentParser) -> None:
    this.add_argument(
        "--method", choices=COMPARED, action="append", metavar="METHOD",
        help=f"may be repeated; one of {', '.join(COMPARED)} (default: independence, stepwise, bic, bic-average, dga, chao)",
    )  # fmt: skip


def _claims(this: argparse.ArgumentParser) -> None:
    this.add_argument(
        "--claim", type=kinds.positive, action="append", default=[], metavar="N",
        help="a total somebody names: what would have to be true for it? May be repeated",
    )  # fmt: skip


def _sets(this: argparse.ArgumentParser, default: int, words: str) -> None:
    this.add_argument("--sets", type=kinds.whole(0, 100_000), default=default, metavar="N", help=words)


def _publish_below(this: argparse.ArgumentParser) -> None:
    this.add_argument(
        "--publish-below", type=kinds.whole(1, 10**6), default=10, metavar="N",
        help="counts from 1 to below this are not printed (10); 1 prints all",
    )  # fmt: skip


def _declarations(this: argparse.ArgumentParser) -> None:
    group = this.add_argument_group(
        "what is known about the lists", "No table can show it; what is not said is warned about."
    )
    group.add_argument("--feeds", action="append", metavar="A:B", help="A passes cases to B; 'none' where no list does")
    group.add_argument(
        "--separate", action="append", metavar="A:B", help="A and B cannot share a case; 'none' where all can"
    )
    same = group.add_mutually_exclusive_group()
    same.add_argument(
        "--same-definition", dest="same_definition", action="store_const", const=True,
        help="all lists use one definition, place and period",
    )  # fmt: skip
    same.add_argument(
        "--different-definitions", dest="same_definition", action="store_const", const=False, help="they do not"
    )
    group.add_argument("--linkage-audited", action="store_true", help="a sample of the matches was checked by hand")
    change = group.add_mutually_exclusive_group()
    change.add_argument(
        "--closed", dest="closed", action="store_const", const=True,
        help="nobody joined or left the group in the period",
    )  # fmt: skip
    change.add_argument("--open", dest="closed", action="store_const", const=False, help="people did")
