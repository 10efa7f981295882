"""Words that say the contrary of each other."""

from qa.support.wording import Term, stem
from qa.vocabulary import words

_OPPOSITES = [
    (words(left), words(right))
    for left, right in (
        pair.split("|")
        for pair in """
        rise increase grow climb gain soar jump surge up higher|fall drop decline decrease sink plunge shrink down lower
        climb ascend up|descend down
        increase up|reduce cut lowered lessen
        encourage|caution
        more|less fewer
        most|least fewest
        win victory|lose defeat
        before|after
        above|below
        over|under
        start begin launch open|stop end finish close halt shut
        accept approve|reject refuse
        support back favour favor|oppose
        agree|disagree refuse
        resume restart|suspend pause cancel halt
        praise welcome|criticize criticise condemn
        allow permit|ban forbid prohibit prevent
        success succeed|fail failure
        buy|sell
        north northern|south southern
        east eastern|west western
        male man boy husband son brother father|female woman girl wife daughter sister mother
        love|hate
        alive survive|die kill
        always|never
        all every|none
        strong stronger|weak weaker
        better best|worse worst
        large larger largest big bigger biggest|small smaller smallest
        old older oldest|young younger youngest new newer newest
        high highest|low lowest
        maximum|minimum
        majority|minority
        early earlier earliest|late later latest
        easy easier|difficult harder
        hot hotter|cold colder
        rich richer richest|poor poorer poorest
        guilty|innocent
        true|false
        safe safer safest|dangerous unsafe
        legal|illegal
        positive|negative
        include|exclude
        arrive|leave depart
        improve|worsen deteriorate
        expand|shrink
        tighten|relax ease loosen
        impose|lift
        confirm|deny
        release|detain imprison
        hire appoint|fire dismiss sack
        pass|fail
        remember|forget
        public publicly|private privately
        cheap cheaper cheapest|expensive
        fast faster fastest quick quickly rapid|slow slower slowest slowly
        near close|far distant
        long longer longest|short shorter shortest
        heavy heavier|light lighter
        inside|outside
        add|remove
        optimistic|pessimistic
        left|right
        able|unable
        likely|unlikely
        possible|impossible
        happy|unhappy
        first|last second third
        daily|weekly monthly yearly annual
        weekly|monthly yearly annual
        monthly|yearly annual
        morning|evening afternoon night
        summer|winter
        spring|autumn
        minister|president
        retain|lose
        gain profit|loss
        surplus|deficit shortage
        supporter|opponent critic
        ally friend|enemy rival
        import|export
        appear|disappear vanish
        encourage|discourage deter
        strengthen|weaken
        admit acknowledge|deny
        common|rare uncommon
        often frequently usually|rarely seldom
        urban|rural
        domestic|foreign
        top|bottom
        upper|lower
        major|minor
        wide wider widest|narrow narrower narrowest
        deep deeper|shallow shallower
        warm warmer|cool cooler cold colder
        wet|dry
        thick thicker|thin thinner
        temporary temporarily|permanent permanently
        voluntary optional|compulsory mandatory
        presence|absence
        advantage|disadvantage
        strength|weakness
        protect|endanger threaten
        convict|acquit
        uphold|overturn quash
        correct|incorrect wrong
        simple|complex complicated
        modern|ancient
        natural|artificial
        overestimate|underestimate
        peaceful peacefully|violent violently
        promote|demote
        deploy|withdraw
        double doubled twofold|treble triple threefold halve half quadruple fourfold
        treble triple threefold|halve half quadruple fourfold
        """.strip().splitlines()
    )
]

_SIDES: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
for _left, _right in _OPPOSITES:
    _one, _two = frozenset(map(stem, _left)), frozenset(map(stem, _right))
    for _word in _one:
        _SIDES.setdefault(_word, []).append((_one, _two))
    for _word in _two:
        _SIDES.setdefault(_word, []).append((_two, _one))


def opposite(word: Term, others: tuple[Term, ...]) -> list[Term]:
    """The words among ``others`` that say the contrary of ``word``; none where one of them says the same as well."""
    found = []
    for same, contrary in _SIDES.get(word.stem, ()):
        if any(other.stem in same for other in others):
            return []
        found += [other for other in others if other.stem in contrary]
    return found
