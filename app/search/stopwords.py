"""Words that say nothing by themselves; Whoosh's lists, folded as our words are, and what they lack."""

from whoosh.lang.stopwords import stoplists

SAYING = {"off", "on", "up", "down", "out", "over", "own", "same", "again", "against", "between", "under", "above"}
POLISH = """
a aby ale bardzo bez bo byc byl byla bylo byly ci co czy dla do gdy gdzie go i ich ile im inne ja jak jako je jego
jej jest jestem jezeli jesli juz kiedy kto ktora ktore ktory lub ma mam mi mnie moge moj moja moje mozna na nad nam
nas nie niz o od on ona one oni oraz po pod przed przez przy sa sie sobie swoj ta tak takze tam te tego tej ten to
tu ty tylko tym u w we wie wiec wszystko z za ze zeby
"""
ENGLISH = """
im ive id ill dont doesnt didnt isnt arent wasnt cant cannot couldnt wont wouldnt shouldnt havent hasnt hadnt thats
theres whats youre hello hi dear please thank thanks anyone someone somebody anybody could would may might must
shall way get got like want need help know trying try tried possible able best easiest tell us also since via per
etc
"""


def _folded(words: list[str] | frozenset[str]) -> frozenset[str]:
    # import here: analysis asks this module for its lists
    import unicodedata

    plain = (unicodedata.normalize("NFKD", word.casefold()) for word in words)
    return frozenset("".join(each for each in word if not unicodedata.combining(each)) for word in plain)


STOP_WORDS = {language: _folded(words) for language, words in stoplists.items()}
STOP_WORDS["en"] = (STOP_WORDS["en"] | frozenset(ENGLISH.split())) - SAYING
STOP_WORDS["pl"] = frozenset(POLISH.split())
