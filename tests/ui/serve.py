"""Serves the pages of tests/ui/settings.py on a free port, and says which once it listens."""

import socketserver
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


if __name__ == "__main__":
    django.setup()
    pages = StaticFilesHandler(get_wsgi_application())
    with make_server("127.0.0.1", 0, pages, Server, Quiet) as server:
        print(server.server_port, flush=True)
        server.serve_forever()
