"""Health, files and the desk's home."""

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  livez                        200  200 200  200  200  200 200 200
GET  readyz                       200  200 200  200  200  200 200 200
# A file without its signed link is not there, for anybody.
GET  file                         404  404 404  404  404  404 404 404
       none                       404  404 404  404  404  404 404 404
GET  my-work                      404  404 404  200  200  200 200 302
GET  my-work-sheet                404  404 404  200  200  200 200 302
"""

THINGS = {"file": lambda world: {"file_id": world.file.id}}
