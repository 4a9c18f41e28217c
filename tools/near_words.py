"""
Write down which real English words stand one edit from a cue word, so that none of them is read as a misspelling.

    .venv-bench/bin/python tools/near_words.py

Needs symspellpy's list of 82,765 words (the bench group). The words it finds are facts about English, sorted, in
src/heed/engines/cues/context/near_words.txt; run it after adding rows to the lexicon.
"""

import sys
from importlib.resources import files
from pathlib import Path

from heed.engines.cues.lexicon import national_rules
from heed.engines.cues.spelling import LEAST, Corrections, corrections

OUT = Path("src/heed/engines/cues/context/near_words.txt")


def main() -> int:
    """Write the list; return 0."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    cues = {word for rule in national_rules() for word in rule.said.words if word.isalpha()}
    index = corrections(cues, known=cues)
    bare = Corrections(index.near, frozenset(cues))
    english = {line.split()[0].replace("'", "") for line in listed.splitlines() if line}
    near = sorted(word for word in english if len(word) >= LEAST and bare.read_as(word))
    OUT.write_text("\n".join(near) + "\n", encoding="utf-8")
    print(f"{len(near)} words", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
