"""Sản phẩm, hàng hóa (CT-REG Điều 8, CB Điều 8–10): what an establishment makes, and what of it the public may see.

A product is approved once and changed by proposals; the public reads the last approved version only.
Lots, diaries and stamps lie above and point here.
"""
