"""A province to look at: invented firms on real communes, with everything the first story needs.

Data lie beside the code, one file a province; days are counted back from today, so that the demo never looks old.
What a story shows goes through the same actions as a person's work; bulk (diaries, scans) is written in bulk.
"""
