"""Nhóm chức năng quản lý thông báo từ hệ thống (CT-REG Điều 7.2, 7.3): who is told of what, by which channel.

Nobody imports this area; it only listens (project/subscriptions.py). What is told to whom is data
(`data/notices.toml`); a notice in the inbox is always made, a letter where the person wants it or the law does.
"""
