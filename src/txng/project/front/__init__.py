"""The front door: scans are answered here, from pages made ahead; everything else goes to Django in its own processes.

Nothing in this folder imports Django. A page of the back office that thinks for seconds holds its own process and no
scan; and a scan answers while the database is away.
"""
