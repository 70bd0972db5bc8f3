"""Links of a thing to whatever is told of it elsewhere: the resolver's part of GS1-Conformant Resolver 1.2.

A scan answers with our own page, in place (docs/decisions/0011). Here stands the rest: which links a product, a lot or
any other GS1 key has, which of them a request asks for, and the linkset (RFC 9264) that lists them all. Read by the
scan view, so nothing here may load the back office (import contract); links are kept by resolver/actions.
"""
