"""Jobs: accept, work, save, sweep, read.

How the working files call one another: work (a slice) → claim → process → call_slots → saver → save. Sweep stands
apart.
"""
