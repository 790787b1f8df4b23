"""Which words of a clause belong to which of its numbers, and whether those beside it are known."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.recognition.prose.features import Clause, Number, Word, listed_before
from validator.rulebase.lexicon import load_lexicon

_COUNTED = {"object", "event", "who", "channel"}


class Near(NamedTuple):
    """A number with the words that may say what it counts.

    `is_of_those_before` says that it is one of those that the number before it counts (中).
    `before` and `after` are the words on its sides, `rest` those that say something of all that it
    counts. `is_known` says that no unknown word stands between it and what it counts,
    `is_whole_known` that there is none at all before it in its clause.
    """

    number: Number
    clause: Clause
    before: tuple[Word, ...]
    after: tuple[Word, ...]
    rest: tuple[Word, ...]
    is_known: bool
    is_whole_known: bool
    is_of_those_before: bool = False

    @property
    def words(self) -> tuple[Word, ...]:
        """The words on both sides."""
        return (*self.before, *self.after)

    @property
    def is_named(self) -> bool:
        """Whether its clause names something before it."""
        return any(_names(word) for word in self.before)

    @property
    def counts_unknown(self) -> bool:
        """Whether something unknown was received or handled: 收到意见5条."""
        named = [word for word in self.before if _names(word)]
        return bool(named) and "event" in named[-1].features


def share_words(parts: Sequence[Clause], at: int) -> list[Near]:
    """The numbers of a clause with the words that belong to each."""
    clause = parts[at]
    numbers = clause.numbers
    leads = not any(_names(w) and w.end <= numbers[0].start for w in clause.words)
    if leads and clause.mark == "(" and at and len(numbers) == 1:
        alone = not any(_names(w) for w in clause.words)
        if alone and not parts[at - 1].numbers:
            # 自然人(198件)
            return [_in_bracket(clause, parts[at - 1])]
    result: list[Near] = []
    low = clause.start
    for index, number in enumerate(numbers):
        high = numbers[index + 1].start if index + 1 < len(numbers) else clause.end
        among = bool(index) and clause.text.startswith(load_lexicon().among, numbers[index - 1].end)
        near = _near(clause, number, low, high, leads)._replace(is_of_those_before=among)
        result.append(near)
        low = max([number.end, *(w.end for w in (*near.after, *near.rest))])
    return result


def _near(clause: Clause, number: Number, low: int, high: int, leads: bool) -> Near:
    before = tuple(w for w in clause.words if low <= w.start and w.end <= number.start)
    after = [w for w in clause.words if number.end <= w.start and w.end <= high]
    is_last = high == clause.end
    named = any(_names(w) for w in before)
    rest: tuple[Word, ...] = ()
    if clause.text.startswith(load_lexicon().among, number.end) and not named:
        return Near(number, clause, before, (), (), False, False)
    if named or not (leads or is_last):
        # What stands behind is about it only as far as nothing unknown comes between.
        kept: list[Word] = []
        at = number.end
        for place, word in enumerate(after):
            if "all" in word.features:
                rest = tuple(after[place:]) if is_last else ()
                break
            if not clause.is_known(at, word.start) or (
                not is_last and "object" not in word.features
            ):
                break
            kept.append(word)
            at = word.end
        after = kept
    last = max((w.end for w in before if _names(w)), default=low)
    is_known = clause.is_known(last, number.start)
    if not named and after and any({"event", "who"} & w.features.keys() for w in after):
        # 3件超期办结 says less than 3件办结.
        is_known = is_known and clause.is_known(number.end, high)
    elif named and not after and not rest:
        is_known = is_known and not _counts_noun(clause, number, high)
    return Near(
        number, clause, before, tuple(after), rest, is_known, clause.is_known(low, number.start)
    )


def _counts_noun(clause: Clause, number: Number, high: int) -> bool:
    """Whether an unknown word stands right behind a number, as in 公开36件批文."""
    return number.end < high and not clause.is_known(number.end, number.end + 1)


def _in_bracket(clause: Clause, before: Clause) -> Near:
    number = clause.numbers[0]
    clear = before.is_known(before.words[-1].end, before.end) if before.words else False
    words = before.words[-2:]
    return Near(number, clause, words, (), (), clear, clear)


def words_listed(parts: Sequence[Clause], at: int) -> list[Word]:
    """What the clauses name that are listed before one without numbers of their own."""
    return [
        word
        for clause in reversed(list(listed_before(parts, at)))
        for word in clause.words
        if {"object", "event", "who"} & word.features.keys()
    ]


def _names(word: Word) -> bool:
    return not _COUNTED.isdisjoint(word.features)
