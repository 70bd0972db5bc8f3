"""Giám sát (CB Điều 11.7, CT-REG Điều 11.5): what the public reports and what the state does about goods.

It acts upon products, lots and establishments, which do not know it; here begin complaints and the recall of a lot.
"""
