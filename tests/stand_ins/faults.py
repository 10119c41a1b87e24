"""How a connection can break, for both platforms."""

from aiohttp import web


def cut(request: web.Request) -> web.Response:
    """Ends the connection without a reply."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def cut_in_reply(request: web.Request) -> web.StreamResponse:
    """Ends the connection in the middle of a reply that says it went well."""
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "40"})
    await response.prepare(request)
    await response.write(b'{"ok": true, ')
    if request.transport:
        request.transport.abort()
    return response
