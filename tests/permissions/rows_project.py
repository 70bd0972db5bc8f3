"""Health, files and the desk's home."""

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  livez                        200  200 200  200  200  200 200 200
GET  readyz                       200  200 200  200  200  200 200 200
# A file without its signed link is not there, for anybody.
GET  file                         404  404 404  404  404  404 404 404
       none                       404  404 404  404  404  404 404 404
# How far a long work is: for who asked for it, and nobody else of the same desk.
GET  job                          404  404 404  200  404  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  200  404  404 404 302
       none                       404  404 404  404  404  404 404 302
# The figures of one's own establishment, for who keeps its books; each figure's list is a word of the address.
GET  statistics                   200  404 200  404  404  404 404 302
GET  statistics-sheet             200  404 200  404  404  404 404 302
GET  statistics-list              200  404 200  404  404  404 404 302
       same-area                  200  404 200  404  404  404 404 302
       foreign                    200  404 200  404  404  404 404 302
       none                       200  404 200  404  404  404 404 302
GET  my-work                      404  404 404  200  200  200 200 302
GET  my-work-sheet                404  404 404  200  200  200 200 302
"""

THINGS = {
    "statistics-list": lambda world: {"what": "thu-hoach"},
    "file": lambda world: {"file_id": world.file.id},
    "job": lambda world: {"job_id": world.dossier_import.job_id},
}
ENDED = {
    "job": lambda world: (
        type(world.dossier_import.job).objects.filter(pk=world.dossier_import.job_id).update(state="cancelled")
    )
}
