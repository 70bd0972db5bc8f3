"""“Một bước trước – một bước sau”: where goods came from and where they went, from events alone.

edges_of(event)                  what one event draws (edges.py; pure)
walk(seeds, direction, actor)    everything before or after, with time and containers (walking.py)
shares(walk)                     how much of it is in what was made of it (shares.py)
"""
