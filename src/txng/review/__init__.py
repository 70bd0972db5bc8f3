"""What every request to have something published and every answer to it share (duyệt đăng yêu cầu, Điều 10).

It holds the abstract Proposal and the vocabulary of trays; each area keeps its own table and its own verbs.
"""
