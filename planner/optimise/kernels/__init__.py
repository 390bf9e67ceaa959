"""Compiled search kernels: integer times, own random numbers, no Python objects inside.

Every kernel takes `facts` (the problem, written once, by `find_gaps`) and most take `state` (the search), two flat
blocks of int64 described in `layout`. Read in this order: `layout`, `cells`, `timing`, `insertion`, `routes`, `worth`,
`ruin`, `recreate`, `nights`, `accept`, `search`, `polish`.
"""
