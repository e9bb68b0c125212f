"""Texts of our own for restoration: one clean, the same spun by hand, one clean in formal words; and
how far two texts are apart."""

CLEAN = """The mayor said on Monday that the city would spend more money on its schools next year, \
after a long fight with the council about the budget. She told reporters that children in the \
poorest parts of the city had waited too long for help, and that the government in the capital \
had done nothing to support them.

Officials said the plan would cost nearly four million dollars and create about 200 jobs. Several \
teachers said they were happy with the decision, but others were worried that the work would \
take years. The head of the largest union said the agreement was an important step, and that \
people who live near the schools should have a say before the end of the month.

Police said two men were arrested last week when a meeting about the plan ended in a fight. A \
spokesman for the court said a judge would decide on Friday whether they should stay in jail. \
Their lawyers said the men had done nothing wrong, and that a video posted online showed only a \
small part of what happened during the evening.

The city has been trying for more than a decade to build new schools. In March a company from \
another country offered to build three of them, but the council said no because the company had \
been in trouble over safety at home. Experts say the problem is not money but time: the city is \
growing so quickly that new buildings are too small on the day they open."""

SPUN = """The mayor stated on Monday that town would spend more cash on its faculties subsequent \
yr, after a protracted struggle with the council in regards to the price range. She advised \
reporters that youngsters within the poorest components of town had waited too lengthy for assist, \
and that the federal government within the capital had carried out nothing to help them.

Officers stated the plan would value practically 4 million dollars and create about 200 jobs. \
A number of lecturers stated they have been pleased with the choice, however others have been \
apprehensive that the work would take years. The pinnacle of the biggest union stated the \
settlement was an necessary step, and that individuals who stay close to the faculties ought to \
have a say earlier than the top of the month.

Police stated two males have been arrested final week when a gathering in regards to the plan \
ended in a struggle. A spokesman for the courtroom stated a decide would resolve on Friday \
whether or not they need to keep in jail. Their attorneys stated the boys had \
carried out nothing mistaken, and that a video posted on-line confirmed solely a small a part of \
what occurred throughout the night."""

FORMAL = """Specimens were obtained by means of a benthic sled towed at a depth of approximately 2,300 \
metres. Individuals were subsequently sorted by hand, fixed in buffered formalin, and transferred to \
ethanol. A majority of the material consisted of juvenile amphipods; adults comprised a mere four per \
cent.
Prior to dissection, each specimen was photographed and its total length determined. Additional tissue \
was utilized for sequencing. Numerous individuals exhibited a marked thickening of the second \
gnathopod, a feature hitherto documented solely in shallow-water congeners.
The authors propose that the population constitutes an undescribed species, and they furnish a key to \
the genus. They acknowledge, however, that the series is small and that sexual dimorphism could account \
for a portion of the variation observed. In order to resolve the matter, a further cruise is to be \
undertaken subsequent to the refit of the vessel.
It has long been known that fauna of the trench is impoverished relative to that of the adjoining plain. \
The present findings do not alter that picture, but they afford a glimpse of how such animals endure: \
the gut of every large female contained fragments of wood, presumably carried down by rivers in flood. \
Whether the creatures obtain nourishment from the wood itself, or from the fungi residing within it, \
could not be ascertained. "We require living animals," the senior author remarked, "and those we have \
yet to acquire."
"""


def distance(one, other):
    """Words to change, add or drop."""
    left, right = one.split(), other.split()
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]
