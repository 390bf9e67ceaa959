"""Compiled search kernels: integer times, own random numbers, no Python objects inside.

Every kernel takes `Facts` (the problem, never written) and `State` (the search, always written), see
`layout`. Read in this order: `layout`, `timing`, `insertion`, `ruin`, `recreate`, `nights`, `search`,
`polish`.
"""
