"""Tài khoản (Điều 7, 9, 11, 12): people, the account of each organisation, and what its function groups allow.

Each organisation has one account, named people sit in it; a person has exactly one kind of account (Điều 3.6).
Function groups are bundles of permissions named by the profile; the actor of a request is computed here.
"""
