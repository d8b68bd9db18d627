"""English words: every note, method, interval and grade.

Each note has a sentence that says what it is with its numbers, and a sentence on what data would help.
"""

from __future__ import annotations

#: By note code: what it says, and what data would help.
NOTES: dict[str, tuple[str, str]] = {
    # --- No estimate can be given ---
    "one-list": (
        "There is only one list, and one list alone says nothing about the cases that are not on it.",
        "A second list and, better, a third, kept by others, of the same kind of case in the same place and period.",
    ),
    "no-overlap": (
        "No case is on two lists, so nothing shows how many cases the lists miss.",
        "Lists whose cases can be matched with each other, and a check by hand of why no match was found.",
    ),
    "no-maximum": (
        "Under the model {model} the data settle on no total: the best figure runs off without end.",
        "Cases in the overlaps that are empty now, or one more list.",
    ),
    "not-identifiable": (
        "Under the model {model} quite different totals fit the data equally well, so none of them can be chosen.",
        "One more list, or more cases that are on several lists at once.",
    ),
    "no-admissible-model": (
        "Not one of the models that were tried has an estimate on these lists.",
        "One more list that overlaps with the others, or lists of one kind joined into one.",
    ),
    # --- The data are thin ---
    "few-lists": (
        "The number of lists is {n_lists}; with fewer than three nobody can check whether one list depends on another.",
        "A third list, kept independently of the others.",
    ),
    "no-overlapping-triple": (
        "No three lists overlap in each of their pairs, so the data cannot show which pairs depend on each other.",
        "More cases, or one more list, so that three lists share cases two by two.",
    ),
    "empty-pairs": (
        "Pairs of lists without a single case in common: {count} of {of} ({pairs}); how such lists depend on each other can hardly be known.",
        "A longer period, a better match of cases between these lists, or word from their keepers on why they share none.",
    ),
    "small-overlap": (
        "Half of the pairs of lists share {median} cases or fewer, so a handful of cases more or less would change the result.",
        "More cases that are on two lists: a longer period, or a better match of cases between the lists.",
    ),
    "one-case": (
        "A single case (on {history}) moves the estimate from {total_with} to {total_without}, a change of {share}.",
        "A second look at how each case on several lists was matched, and more such cases.",
    ),
    "far-beyond": (
        "The estimate is {ratio} times the number of known cases, so nearly all of it comes from the model.",
        "Lists that reach more of the cases, so that less is left to the model.",
    ),
    # --- The answers differ ---
    "methods-differ": (
        "The methods differ {ratio} times: {low_method} gives {low}, {high_method} {high}; no single number can stand for them.",
        "More cases on several lists, or one more list, so that the data can decide between the methods.",
    ),
    "models-differ": (
        "Models that fit the data about equally well give totals from {low} to {high}, {ratio} times apart.",
        "More cases on several lists, so that the data can decide between the models.",
    ),
    "drop-list-range": (
        "Leaving one list out changes the estimate {ratio} times: {low} without {low_list}, {high} without {high_list}.",
        "Knowledge of how these two lists come about: who gets on them, who sends cases to them, whom they cannot reach.",
    ),
    "chapman-spread": (
        "Taken two by two, the lists give totals from {low} ({low_pair}) to {high} ({high_pair}), {ratio} times apart, a sign that some lists depend on each other.",
        "Word from the keepers of these lists on which cases they pass to each other and which they cannot share.",
    ),
    "chapman-spread-hidden": (
        "Taken two by two, the lists give totals that lie far apart, a sign that some lists depend on each other.",
        "Word from the keepers of the lists on which cases they pass to each other and which they cannot share.",
    ),
    "multimodal": (
        "{method} finds more than one answer that fits: {modes}.",
        "More cases on several lists, or one more list, so that one answer stands out.",
    ),
    "heavy-tail": (
        "The average over models has such a long tail of very high totals that its mean says nothing; its middle value, {median}, is given.",
        "More cases that are on two lists or more.",
    ),
    "prior-sensitivity": (
        "The average over models moves with a setting that the data do not fix (prior weights {deltas}): {totals}, {ratio} times apart.",
        "More cases on several lists, so that the data outweigh the setting.",
    ),
    # --- The interval ---
    "saturated": (
        "The interval's limit ({sides}) rests on the last few bootstrap samples and says little; the plain percentile interval stands beside it.",
        "More bootstrap samples help a little, more cases on several lists help more.",
    ),
    "bias-correction": (
        "Most bootstrap samples lie on one side of the estimate (bias correction {z0}), so the limits of the interval are uncertain themselves.",
        "More cases on several lists, so that the choice of model changes less from sample to sample.",
    ),
    "failed-replicates": (
        "Bootstrap samples without an estimate: {failed} of {of} ({share}); above 5% no interval is given.",
        "More cases in the small overlaps, or lists of one kind joined into one.",
    ),
    "replicate-empty-list": (
        "In {count} of {of} bootstrap samples a list held no case and was left out.",
        "More cases on the smallest list, or that list joined to one of the same kind.",
    ),
    "no-upper-limit": (
        "The data set no upper limit to the total.",
        "More cases that are on two lists or more.",
    ),
    "wide-interval": (
        "The upper limit is {ratio} times the lower limit: the data narrow the total down very little.",
        "More cases that are on two lists or more.",
    ),
    "conditional-interval": (
        "This interval ({method}) takes the chosen model as certain; in one published simulation such an interval held the true total 61% of the time where 95% was meant.",
        "Nothing in the data mends this; quote the intervals that repeat the choice of model.",
    ),
    "not-converged": (
        "The chains of the latent-class method do not agree yet (R-hat {rhat}, {ess} effective draws), so its total must not be used.",
        "Longer chains first; if they still differ, more cases on several lists.",
    ),
    # --- How the method came to its answer ---
    "boundary": (
        "The model takes these pairs of lists to share no case, ever: {pairs}.",
        "Word from the keepers of these lists on whether they could share a case at all.",
    ),
    "lower-bound-condition": (
        "This is a lower bound only where a case on one list is likelier to be on another too; where lists cannot share cases it may lie above the true total.",
        "Word from each keeper on which lists cannot share cases, by place or by mandate.",
    ),
    "local-search": (
        "There were too many models to look at all of them, so a better one may have been missed.",
        "Fewer lists: lists of one kind joined into one.",
    ),
    # --- How the lists come about ---
    "feeds": (
        "{source} passes cases to {target}, so the two share more than chance would, and the total may come out too low.",
        "A mark on each case of {target} that says whether it came from {source}.",
    ),
    "feeds-unknown": (
        "Nobody has said yet whether one list passes cases to another; where one does, the total may come out too low.",
        "An answer from each keeper: which other lists do your cases come from?",
    ),
    "separate": (
        "{first} and {second} cannot share cases, by place or by mandate, so the total may come out too high.",
        "The two lists joined into one, or a third list that reaches both groups.",
    ),
    "separate-unknown": (
        "Nobody has said yet whether some lists cannot share cases, by place or by mandate; where that is so, the total may come out too high.",
        "An answer from each keeper: which other lists could never hold one of your cases?",
    ),
    "definitions-differ": (
        "The lists do not use one definition, place and period, so they do not count the same thing.",
        "Each list cut down to the cases that fit one common definition, place and period.",
    ),
    "definitions-unknown": (
        "Nobody has said yet whether all lists use one definition, place and period; where they do not, they do not count the same thing.",
        "The definition, place and period of each list, in writing.",
    ),
    "linkage-unaudited": (
        "Nobody has checked by hand how well cases were matched between the lists; missed matches make the total too high, false matches make it too low.",
        "A sample of matched and unmatched pairs, judged by two people who do not see each other's answers.",
    ),
    "open-population": (
        "People came and went during the period while the method takes the group as fixed, which usually makes the total too high.",
        "A shorter period, or the dates on which each case began and ended.",
    ),
    "open-unknown": (
        "Nobody has said yet whether people came and went during the period; where they did, the total usually comes out too high, since the method takes the group as fixed.",
        "A shorter period, or the dates on which each case began and ended.",
    ),
    "highest-order": (
        "The methods assume that all lists together are linked no further than smaller groups of them show; no data can test this, and where it fails the true total can be any number of cases above those known.",
        "No list can settle this; the table of 'what would have to be true' shows how much hangs on it.",
    ),
    # --- Surveys ---
    "survey-small-sample": (
        "The answers ({size}) weigh no more than {effective} independent ones, too few for a percentage in a headline.",
        "More answers, from more places.",
    ),
    "survey-none-positive": (
        "Not one of {size} answers was positive; that sets an upper limit and no more.",
        "A larger sample, or one drawn where cases are likelier.",
    ),
    "survey-all-positive": (
        "All of {size} answers were positive; that sets a lower limit and no more.",
        "A sample that was not chosen for being affected.",
    ),
    "survey-few-positives": (
        "Only a few of {size} answers were of the rarer kind, so the exact limits (Clopper and Pearson) are given.",
        "A larger sample.",
    ),
    "survey-lone-clusters": (
        "Strata with a single cluster: {strata}; how much answers differ within them had to be borrowed from the rest.",
        "At least two clusters in each stratum.",
    ),
    "survey-few-clusters": (
        "The sample has few clusters ({clusters}, {degrees} degrees of freedom), so its own error is poorly known.",
        "Answers from more clusters, even if fewer from each.",
    ),
    "survey-design-effect-unknown": (
        "All answers are alike, so the sample cannot show how much its clusters cost in precision.",
        "A larger sample, so that both answers occur.",
    ),
}

#: By note code: how the answer would be wrong, as the end of "It would be wrong if ...".
WRONG_IF: dict[str, str] = {
    "feeds": "{source} passes cases to {target} in ways the models miss: the true total would then be higher",
    "feeds-unknown": "one list passes cases to another in ways the models miss: the true total would then be higher",
    "separate": "{first} and {second} cannot share cases and the models miss it: the true total would then be lower",
    "separate-unknown": "some lists cannot share cases and the models miss it: the true total would then be lower",
    "linkage-unaudited": "cases were matched badly: missed matches make it too high, false matches too low",
    "definitions-differ": "the lists count different things, as they seem to: the result would then describe no one group",
    "definitions-unknown": "the lists count different things, places or periods: the result would then describe no one group",
    "open-population": "many people came or went during the period: the true total would then usually be lower",
    "open-unknown": "many people came or went during the period: the true total would then usually be lower",
    "one-case": "a single case on {history} was matched wrongly: that alone moves one estimate by {share}",
    "drop-list-range": "one of the lists is unlike the rest: leaving one out moves the estimate from {low} to {high}",
    "highest-order": "something links all the lists at once: no data can show it, and the true total could be any higher number",
}

#: By method: its plain name, and what it assumes.
METHODS: dict[str, tuple[str, str]] = {
    "stepwise": (
        "Stepwise selection",
        "Starts from lists that are independent of each other and adds one link between two lists at a time, as long as the data clearly ask for it; it assumes that no link matters which the data do not ask for.",
    ),
    "bic": (
        "Best model by BIC",
        "Fits every model within reach and takes the one that best balances fit and simplicity; it assumes that the best-fitting simple model also holds for the cases on no list.",
    ),
    "bic-average": (
        "Average of models by BIC",
        "Averages over the models within reach, each weighted by BIC; it assumes that one of them also holds for the cases on no list. A mean can lie between two peaks where no model is.",
    ),
    "aic-average": (
        "Average of models by AIC",
        "As by BIC, with weights by AIC.",
    ),
    "aic": (
        "Best model by AIC",
        "As by BIC, with a smaller penalty for each link between lists; it assumes that the best-fitting model also holds for the cases on no list.",
    ),
    "independence": (
        "Independent lists",
        "Assumes that being on one list makes it neither likelier nor less likely to be on another.",
    ),
    "fixed": (
        "A model chosen beforehand",
        "Assumes exactly the links between lists that the user named, and no others.",
    ),
    "chao": (
        "Chao's lower bound",
        "Compares the cases seen once with those seen twice; it assumes that cases differ in how easily they are found, never that lists avoid each other.",
    ),
    "dga": (
        "Average over graphs",
        "Averages over all models of one well-behaved family (decomposable graphs), each weighted by how well it fits; it assumes that one of them is close to the truth.",
    ),
    "lcmcr": (
        "Latent classes",
        "Assumes that the cases fall into a few hidden groups, and that within each group the lists are independent.",
    ),
    "chapman": (
        "Two lists (Chapman)",
        "Assumes that the two lists are independent and that everyone could be found by either.",
    ),
    "lincoln-petersen": (
        "Two lists (Lincoln–Petersen)",
        "Assumes, as Chapman's estimate does, that the two lists are independent; it errs upwards when few cases are on both.",
    ),
}

#: By interval method: its plain name, and how it is made.
INTERVALS: dict[str, tuple[str, str]] = {
    "bca": (
        "bootstrap, BCa",
        "The cases are drawn again many times, the whole choice of model is repeated each time, and the limits are corrected for lopsidedness.",
    ),
    "percentile": (
        "bootstrap, percentile",
        "The cases are drawn again many times, the whole choice of model is repeated each time, and the outermost results are cut off.",
    ),
    "parametric": (
        "parametric bootstrap",
        "Data are made up many times from the fitted model, unseen cases included, and estimated anew each time.",
    ),
    "profile": (
        "profile likelihood",
        "All totals under which the data are not too unlikely, for one model taken as certain.",
    ),
    "wald": (
        "Wald",
        "From the curvature of the likelihood at its top, for one model taken as certain.",
    ),
    "credible": (
        "credible interval",
        "The middle of the distribution of totals, given the data and the prior weights.",
    ),
}

#: By grade: what it means in a few words, and in a sentence.
GRADES: dict[str, tuple[str, str]] = {
    "A": (
        "A range may be published",
        "The lists carry an estimate: the methods roughly agree and no warning forbids quoting the range.",
    ),
    "B": (
        "Exploratory, not for headlines",
        "The lists carry a cautious range for discussion; quote it only whole and together with its warnings.",
    ),
    "C": (
        "Not estimable",
        "These lists carry no estimate: any number drawn from them would be invented.",
    ),
}

#: By side of an interval.
SIDES = {"lower": "lower", "upper": "upper"}
