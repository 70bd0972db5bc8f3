"""The first story's claims: one file for each thing it must show, and what they measure with."""
