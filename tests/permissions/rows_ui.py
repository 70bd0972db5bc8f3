"""Colours of the province and the living style pages: open to everybody."""

ROWS = """
GET  ui:theme                     200  200 200  200  200  200 200 200
GET  ui:styles                    200  200 200  200  200  200 200 200
GET  ui:style-forms               200  200 200  200  200  200 200 200
POST ui:style-forms               422  422 422  422  422  422 422 422
GET  ui:style-desk                200  200 200  200  200  200 200 200
"""
