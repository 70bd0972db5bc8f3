"""Định danh điện tử: signing in through a provider outside (VNeID behind a province's identity broker), OpenID Connect.

Off unless the installation names a provider (provider.py). The steps after the proof are those of every sign-in; what
is proved, and why with our own few lines on PyJWT, says decision 0008. `flow` and what lies below it is loaded by the
first person who comes this way.
"""
