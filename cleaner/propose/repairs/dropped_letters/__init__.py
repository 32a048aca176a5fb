"""Dropped letters: find which string a scraper deleted from a text, put back what is sure, report the rest.

An ad filter removes "ad" and leaves "h" for "had"; a PDF loses its ligatures. `gate` decides in a glance whether a
text may be damaged, `channel` knows what deletion makes of words, `decode` weighs the readings, `evidence` tells
where the damage lies, `find` puts them together. Nothing is edited unless several distinct words agree on the
string, and no word is edited unless one reading is sure.

Not for misspellings: a typing error agrees with nothing.
"""
