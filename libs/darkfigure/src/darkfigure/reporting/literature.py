"""What the method rests on, and what others have written against it."""

from __future__ import annotations

from darkfigure.reporting.blocks import Bullets, Heading, Paragraph, Section, plain
from darkfigure.reporting.context import Context

_PAPERS = (
    "Bales, Hesketh & Silverman (2015), Modern slavery in the UK: how many victims? Significance 12(3), 16–21.",
    "Chan, Silverman & Vincent (2021), Multiple systems estimation for sparse capture data: inferential challenges when there are non-overlapping lists. Journal of the American Statistical Association 116(535), 1297–1306.",
    "Silverman, Chan & Vincent (2024), Bootstrapping multiple systems estimates to account for model selection. Statistics and Computing 34:44, doi 10.1007/s11222-023-10346-9.",
    "Silverman (2020), Multiple-systems analysis for the quantification of modern slavery: classical and Bayesian approaches. Journal of the Royal Statistical Society, Series A.",
    "Cormack (1989), Log-linear models for capture–recapture. Biometrics.",
    "Cormack (1992), Interval estimation for mark–recapture studies of closed populations. Biometrics.",
    "Fienberg & Rinaldo (2012), Maximum likelihood estimation in log-linear models. Annals of Statistics.",
    "Chao (1987), Estimating the population size for capture–recapture data with unequal catchability. Biometrics.",
    "Madigan & York (1997), Bayesian methods for estimation of the size of a closed population. Biometrika.",
    "Manrique-Vallier (2016), Bayesian population size estimation using Dirichlet process mixtures. Biometrics.",
    "Aleshin-Guendel, Sadinle & Wakefield, arXiv 2101.09304, on the assumption of no highest-order interaction.",
    "Binette & Steorts, On the reliability of multiple systems estimation for the quantification of modern slavery. arXiv 2112.01594.",
    "Whitehead, Jackson, Balch & Francis (2021), On the unreliability of multiple systems estimation for estimating the number of potential victims of modern slavery in the UK. Journal of Human Trafficking 7(1), 1–13, doi 10.1080/23322705.2019.1660952.",
    "Sharifi Far, King, Bird and others, on lists left out or combined in multiple systems estimation for modern slavery. Crime & Delinquency, doi 10.1177/0011128720951429.",
)


def literature_section(context: Context) -> Section:
    """Return the section on what others have written against the method, and the papers it rests on."""
    critiques = tuple(
        context.runs(f"critique-{name}") for name in ("whitehead", "binette", "far", "aleshin", "silverman")
    )
    blocks = (
        Paragraph(context.runs("critiques-text")),
        Bullets(critiques),
        Heading(context.say("papers-title")),
        Bullets(tuple(plain(paper) for paper in _PAPERS), language="en"),
    )
    return Section("literature", context.say("literature-title"), blocks)
