"""The preset deflate dictionary of suite 1: words both ends know before a byte is sent.

``dictionary-1.txt`` holds, from the least to the most frequent (deflate reaches what stands last
with the shortest distances): English, French and Arabic words, codes, the fields of bodies, the
lines of notes, the fields of entries. It never changes: another byte is another suite.
"""

from pathlib import Path
from typing import Final

DICTIONARY_1: Final = Path(__file__).with_name("dictionary-1.txt").read_bytes()
DICTIONARY_1_SHA256: Final = "c3f5642476bd4e92afe835e266642d441624a584bb0f6f181f07c82cd4b7304e"
