#!/usr/bin/env python3
"""A server that checks what is pushed to it: POST /PATH with a file's new bytes answers with
moongate.report/1, and with status 422 where the file would not be accepted. ctypes and the shared
library are all it needs.

    blob_server.py LIBMOONGATE.SO [PORT]       prints the port it listens on
"""
import ctypes
import http.server
import sys
import urllib.parse


class Str(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]

    @classmethod
    def of(cls, raw):
        return cls(raw, len(raw))

    def bytes(self):
        return ctypes.string_at(self.data_pointer(), self.size) if self.size else b""

    def data_pointer(self):  # c_char_p itself would stop at the first NUL
        return ctypes.cast(ctypes.pointer(self), ctypes.POINTER(ctypes.c_void_p))[0]


class Buffer(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("path", Str), ("old_text", Str), ("new_text", Str)]


class MoongateError(Exception):
    pass


class Library:
    """The few functions that this program calls, with errors as exceptions."""

    def __init__(self, file):
        handle, void, out = ctypes.c_void_p, None, ctypes.POINTER(ctypes.c_void_p)
        self.c = ctypes.CDLL(file)
        for name, result, arguments in [
            ("error_message", Str, [handle]),
            ("error_help", Str, [handle]),
            ("error_delete", void, [handle]),
            ("engine_new", handle, [handle, out]),
            ("engine_configure", handle, [handle, Str]),
            ("engine_delete", void, [handle]),
            ("change_from_buffers", handle,
             [ctypes.POINTER(Buffer), ctypes.c_size_t, handle, out]),
            ("change_delete", void, [handle]),
            ("run", handle, [handle, handle, handle, out]),
            ("report_exit", ctypes.c_int, [handle]),
            ("report_render", handle, [handle, Str, ctypes.POINTER(Str)]),
            ("report_delete", void, [handle]),
        ]:
            function = getattr(self.c, "moongate_" + name)
            function.restype, function.argtypes = result, arguments

    def call(self, name, *arguments):
        error = getattr(self.c, "moongate_" + name)(*arguments)
        if not error:
            return
        text = (self.c.moongate_error_message(error).bytes() + b": "
                + self.c.moongate_error_help(error).bytes()).decode(errors="replace")
        self.c.moongate_error_delete(error)
        raise MoongateError(text)


class Checker:
    def __init__(self, library, configuration):
        self.library = library
        self.engine = ctypes.c_void_p()
        library.call("engine_new", None, ctypes.byref(self.engine))
        library.call("engine_configure", self.engine, Str.of(configuration))

    def check(self, path, content):
        """(exit code, JSON report) of one new file. Any thread may call this."""
        library = self.library
        change, report, json = ctypes.c_void_p(), ctypes.c_void_p(), Str()
        buffer = Buffer(ctypes.sizeof(Buffer), Str.of(path), Str(), Str.of(content))
        try:
            library.call("change_from_buffers", ctypes.byref(buffer), 1, None, ctypes.byref(change))
            library.call("run", self.engine, change, None, ctypes.byref(report))
            library.call("report_render", report, Str.of(b"json"), ctypes.byref(json))
            return library.c.moongate_report_exit(report), json.bytes()
        finally:
            library.c.moongate_report_delete(report)
            library.c.moongate_change_delete(change)


def main():
    checker = Checker(Library(sys.argv[1]), b'{"fail_on": "error"}')

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = urllib.parse.unquote_to_bytes(self.path.lstrip("/"))
            try:
                exit_code, body = checker.check(path, content)
                status = {0: 200, 1: 422}.get(exit_code, 500)
            except MoongateError as error:
                status, body = 400, str(error).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
