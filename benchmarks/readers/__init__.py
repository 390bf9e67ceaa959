"""Readers of the standard instance files, one module per family, each with a builder of its `Problem`.

The files are published by KU Leuven without a stated licence; none of them is part of this
repository. Formats are read strictly: every token is accounted for.
"""
