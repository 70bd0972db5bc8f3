"""Who takes part (đăng ký tham gia, Điều 5–7): agencies, establishments and the dossiers by which they join.

A dossier is filed, received, appraised, returned for supplement, approved or rejected, and forwarded: five different
verbs of Điều 6. Accounts are issued one area higher; what an establishment sells stands in the catalogue.
"""
