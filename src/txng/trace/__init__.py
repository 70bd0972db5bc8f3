"""Sự kiện theo dõi trọng yếu: what happened to goods, in the standard's form (EPCIS 2.0, TCVN 12345).

Events come from partners' programs (`/epcis`) and from our own areas; both are the same rows, written once and never
changed. “Một bước trước – một bước sau” is drawn from them alone.
"""
